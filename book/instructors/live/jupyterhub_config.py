# A live class on one computer: JupyterHub, with nbgrader's exchange.
#
# Start it in the course folder, with a password for the students, of 8
# signs or more, and one for yourself, of 32 or more, in the variables
# CLASS_PASSWORD and INSTRUCTOR_PASSWORD:
#
#     jupyterhub -f .../book/instructors/live/jupyterhub_config.py
#
# The hub is at http://127.0.0.1:8000. You are `instructor`, the students
# are the ids of roster.csv.

import os
from pathlib import Path

from nncourse.classroom.course import course, roster
from nncourse.classroom.gradebook import config as nbgrader

c = get_config()  # noqa: F821

INSTRUCTOR = "instructor"

here = course.load(Path.cwd())
nbgrader.write(here)
hub = here.folder / "hub"  # the hub's own files, homes, and the exchange
for part in ("home", "exchange"):
    (hub / part).mkdir(parents=True, exist_ok=True)
(hub / "exchange").chmod(0o777)

c.JupyterHub.bind_url = "http://127.0.0.1:8000"
c.JupyterHub.db_url = f"sqlite:///{hub / 'jupyterhub.sqlite'}"
c.JupyterHub.cookie_secret_file = str(hub / "cookie_secret")
c.ConfigurableHTTPProxy.pid_file = str(hub / "proxy.pid")

c.Authenticator.admin_users = {INSTRUCTOR}
students = roster.read(here.roster)
c.Authenticator.allowed_users = {student.id.lower() for student in students}

# nbgrader_config.py, beside this file, tells each server of the class.
c.Spawner.environment = {
    "JUPYTER_CONFIG_PATH": str(Path(__file__).resolve().parent),
    "CLASS_COURSE": nbgrader.course_id(here),
    "CLASS_EXCHANGE": str(hub / "exchange"),
}


def open_the_course(spawner):
    """Let the instructor's server begin in the course folder."""
    if spawner.user.name == INSTRUCTOR:
        nbgrader.write(here)  # what was built since the hub was started
        folder = str(here.folder)
        spawner.notebook_dir = folder
        spawner.environment = spawner.environment | {"CLASS_FOLDER": folder}


c.Spawner.pre_spawn_hook = open_the_course

# A rehearsal: one password for the students, and one account of the
# computer for all servers, so whoever knows how can read what others wrote.
# For a class remove these lines: then people log in with accounts of the
# computer, and each server runs under its own.
c.JupyterHub.authenticator_class = "shared-password"
c.SharedPasswordAuthenticator.user_password = os.environ["CLASS_PASSWORD"]
c.SharedPasswordAuthenticator.admin_password = os.environ["INSTRUCTOR_PASSWORD"]
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = str(hub / "home" / "{username}")
c.Spawner.environment["CLASS_REHEARSAL"] = "yes"
