"""The sandbox: a process that can do no harm, in which one submission's answers are run.

bubblewrap gives it a world of its own, without network, without the instructor's files, without
anything that can be written to, and with Python, NumPy and a few modules that come through a pipe.
`worker` runs in it. Where there is no bubblewrap it is refused, unless the instructor says that the
submissions are trusted: then the same worker runs as a plain process.
"""

import itertools
import marshal
import math
import os
import platform
import select
import shutil
import subprocess
import sys
import sysconfig
import time
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from nncourse.classroom.sandbox import loader, seccomp, source
from nncourse.classroom.sandbox.withheld import Code

ENGINE = (
    "nncourse.errors",
    "nncourse.exercises.form",
    "nncourse.checking.entering",
    "nncourse.checking.keeping",
    "nncourse.checking.misplaced",
    "nncourse.checking.pristine",
    "nncourse.checking.recording",
    "nncourse.checking.rehearsal",
    "nncourse.checking.running",
    "nncourse.checking.stubs",
    "nncourse.checking.surroundings",
    "nncourse.checking.threads",
    "nncourse.checking.values",
    "nncourse.classroom.sandbox.names",
    "nncourse.classroom.sandbox.picking",
    "nncourse.classroom.sandbox.plain",
    "nncourse.classroom.sandbox.worker",
)
FOLDERS = (
    "nncourse",
    "nncourse.checking",
    "nncourse.classroom",
    "nncourse.classroom.sandbox",
    "nncourse.exercises",
)
ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}
START_SECONDS, GRACE_SECONDS = 30.0, 0.5
FIRST_USER = 1_000_000_000  # far above the users that a system has
numbers = itertools.count()
HELLO, TOLD, LATE, LARGE, LONG, DIED = b"H", b"R", b"T", b"M", b"L", b"D"
MEANINGS = {LATE: "late", LARGE: "memory", LONG: "long", DIED: "died"}
LARGEST_REPLY = 8 << 20


class SandboxError(RuntimeError):
    """There is no sandbox, or it does not start: a matter of the machine, not of a submission."""


class Ended(Exception):
    """A task that ended without a reply: `how` is "late", "memory", "long" or "died"."""

    def __init__(self, how: str, signal: str = "") -> None:
        super().__init__(how, signal)
        self.how, self.signal = how, signal


def available() -> str:
    """What is missing for a sandbox; '' if nothing is.

    Examples
    --------
    >>> available()  # doctest: +SKIP
    'bubblewrap is not installed: apt install bubblewrap'
    """
    if sys.platform != "linux":
        return f"there is no sandbox on {sys.platform}: grade on Linux, or in a container"
    if shutil.which("bwrap") is None:
        return "bubblewrap is not installed: apt install bubblewrap"
    return trial()


@cache
def trial() -> str:
    """What goes wrong when a sandbox is started; '' if nothing does."""
    try:
        Sandbox().close()
    except SandboxError as error:
        return str(error)
    return ""


class Sandbox:
    """A worker behind a wall, or in trust beside us: `ask` gives it tasks, `close` ends it.

    Parameters
    ----------
    trusted : whether to do without the wall.
    user : the number of the user that it runs as without one; '' for our own.

    Raises
    ------
    SandboxError
        If the worker does not start.
    """

    def __init__(self, trusted: bool = False, user: str = "") -> None:
        filter_end = -1 if trusted else seccomp.as_pipe()
        command = plainly(user) if trusted else behind_a_wall(filter_end)
        try:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=ENVIRONMENT,
                cwd="/",
                pass_fds=[filter_end] if filter_end >= 0 else [],
                start_new_session=True,
            )
        except OSError as error:
            raise SandboxError(f"bubblewrap could not be started: {error}") from error
        finally:
            if filter_end >= 0:
                os.close(filter_end)
        self.begin()

    def begin(self) -> None:
        """Hand over the worker's modules and wait for its first word."""
        data = engine()
        try:
            self.write(len(data).to_bytes(8, "little") + data)
            kind, _ = self.read(time.monotonic() + START_SECONDS)
        except (Ended, OSError) as error:
            said = self.last_words()
            raise SandboxError(f"the sandbox does not start: {said or error}") from error
        if kind != HELLO:
            raise SandboxError("the sandbox does not start as it should")

    def last_words(self) -> str:
        """The last line that a sandbox wrote which did not start."""
        self.process.kill()
        said = self.process.communicate()[1].decode(errors="replace").strip()
        self.close()
        return said.splitlines()[-1] if said else ""

    def ask(self, task: bytes, computing: float, waiting: float) -> bytes:
        """Have a task done: the bytes that came back, to be believed in nothing.

        Parameters
        ----------
        task : what the worker is to do.
        computing : how many seconds of a processor it may use, rounded up.
        waiting : how many seconds may go by.

        Raises
        ------
        Ended
            If it took too long, too much memory, or ended without a word.
        """
        numbers = (len(task), math.ceil(computing), round(1000 * waiting))
        head = b"".join(number.to_bytes(8, "little") for number in numbers)
        try:
            self.write(head + task)
            kind, data = self.read(time.monotonic() + waiting + GRACE_SECONDS)
        except (OSError, Ended) as error:  # what it may say later belongs to no other task
            self.close()
            raise error if isinstance(error, Ended) else Ended("died") from error
        if kind != TOLD:
            self.close()
            raise Ended(MEANINGS.get(kind, "died"), data[:20].decode("ascii", "replace"))
        return data

    def write(self, data: bytes) -> None:
        """Write all of it."""
        assert self.process.stdin
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def read(self, deadline: float) -> tuple[bytes, bytes]:
        """The next message: its letter and its bytes."""
        kind, size = (head := self.bytes(9, deadline))[:1], int.from_bytes(head[1:], "little")
        if size > LARGEST_REPLY:
            raise Ended("long")
        return kind, self.bytes(size, deadline)

    def bytes(self, size: int, deadline: float) -> bytes:
        """The next so many bytes."""
        assert self.process.stdout
        pipe, data = self.process.stdout.fileno(), bytearray()
        while len(data) < size:
            if not select.select([pipe], [], [], max(0.0, deadline - time.monotonic()))[0]:
                raise Ended("late")
            piece = os.read(pipe, min(size - len(data), 1 << 20))
            if not piece:
                raise Ended("died")
            data += piece
        return bytes(data)

    @property
    def alive(self) -> bool:
        """Whether it can be asked again."""
        return self.process.poll() is None

    def close(self) -> None:
        """End the worker and everything that it started."""
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            assert pipe
            with suppress(OSError):
                pipe.close()

    def __enter__(self) -> "Sandbox":
        return self

    def __exit__(self, *error: Any) -> None:
        self.close()


class Sandboxes:
    """Sandboxes for many submissions, one after the other in each.

    One is used again only if all that was asked of it ended well, and only where the system calls
    are refused by which something could be left behind in it: see `worker` and `seccomp`.
    """

    def __init__(self, trusted: bool = False, user: str = "") -> None:
        self.trusted, self.user, self.free = trusted, user, list[Sandbox]()
        self.again = not trusted and bool(seccomp.program(platform.machine()))

    def take(self) -> Sandbox:
        """One that is free, or a new one."""
        with suppress(IndexError):  # none is free
            return self.free.pop()
        return Sandbox(self.trusted, self.user)

    def give_back(self, sandbox: Sandbox) -> None:
        """Keep one for the next submission, or end it."""
        if self.again and sandbox.alive:
            self.free.append(sandbox)
        else:
            sandbox.close()

    def __enter__(self) -> "Sandboxes":
        return self

    def __exit__(self, *error: Any) -> None:
        for sandbox in self.free:
            sandbox.close()


# How the worker is started.


@cache
def engine() -> bytes:
    """The worker's modules, for `loader`."""
    nothing = marshal.dumps(compile("", "<a folder>", "exec"))
    modules: dict[str, Code] = {name: (True, nothing, []) for name in FOLDERS}
    for name in ENGINE:
        code = compile(source.text(name), f"<{name}>", "exec", dont_inherit=True)
        modules[name] = (False, marshal.dumps(code), [])
    return marshal.dumps(modules)


def python(user: str, folders: list[str]) -> list[str]:
    """The command that starts the worker: Python without any surroundings, and the loader."""
    text = Path(loader.__file__).read_text("utf-8")
    options = ["-S", "-s", "-P", "-B", "-c"]
    return [os.path.realpath(sys.executable), *options, f"{text}\n\nstart({user!r}, {folders!r})\n"]


def plainly(user: str = "") -> list[str]:
    """The command without a wall."""
    return python(user, [str(Path(np.__file__).parents[1])])


def behind_a_wall(filter_end: int) -> list[str]:
    """The command with bubblewrap around it.

    The administrator may give the worker a user of its own; anybody else gets a space of users.
    """
    root = os.geteuid() == 0
    user = str(FIRST_USER + os.getpid() % 100_000 * 1000 + next(numbers) % 1000) if root else ""
    own = ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    if not root:
        own = ["--unshare-user", "--uid", "65534", "--gid", "65534", "--disable-userns"]
    apart = [f"--unshare-{space}" for space in ("net", "pid", "ipc", "uts", "cgroup-try")]
    variables = [word for item in ENVIRONMENT.items() for word in ("--setenv", *item)]
    return [
        shutil.which("bwrap") or "bwrap", *apart, *own,
        "--as-pid-1", "--die-with-parent", "--new-session", "--clearenv",
        *variables, *system(), *own_python(), "--proc", "/proc", "--dev", "/dev",
        "--remount-ro", "/dev", "--remount-ro", "/",
        "--chdir", "/", *(["--seccomp", str(filter_end)] if filter_end >= 0 else []),
        *python(user, ["/course"]),
    ]  # fmt: skip


def system() -> list[str]:
    """The libraries of the system, to be read."""
    paths = "/usr/lib /usr/lib64 /lib /lib64 /etc/ld.so.cache /etc/alternatives".split()
    return [word for path in paths for word in ("--ro-bind-try", path, path)]


def own_python() -> list[str]:
    """Python itself without what is installed into it, and NumPy."""
    base, executable = Path(sys.base_prefix), os.path.realpath(sys.executable)
    numpy = Path(np.__file__).parent
    folders = [*base.parents][-2::-1] if base != Path("/usr") else []
    given = str(base) if folders else executable  # its libraries are there with the system's
    words = [word for folder in folders for word in ("--perms", "0755", "--dir", str(folder))]
    words += ["--ro-bind", given, given]
    for hidden in installed(base):
        words += ["--tmpfs", hidden, "--remount-ro", hidden]
    words += ["--perms", "0755", "--dir", "/course", "--ro-bind", str(numpy), "/course/numpy"]
    return [*words, "--ro-bind-try", f"{numpy}.libs", "/course/numpy.libs"]


def installed(base: Path) -> list[str]:
    """The folders of what is installed into this Python: the course itself may be there."""
    paths = {sysconfig.get_path(kind, vars={"base": str(base), "platbase": str(base)})
             for kind in ("purelib", "platlib")}  # fmt: skip
    paths |= {"/usr/lib/python3/dist-packages"}
    return sorted(path for path in paths if os.path.isdir(path))
