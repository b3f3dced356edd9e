"""Opening the grade book: one transaction, and every failure told so that it can be put right.

The database is nbgrader's, and so are its tables. Its own class `Gradebook` commits after each
call; here all that belongs together is written at once, or not at all.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory
from nbgrader import api, dbutil  # type: ignore[import-untyped]
from sqlalchemy import URL, create_engine, event, inspect, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from nncourse.classroom.course.course import Course
from nncourse.classroom.errors import CourseError
from nncourse.classroom.gradebook import config

FILE = "gradebook.db"
PATIENCE = 5.0  # seconds to wait for another program that is writing

# What SQLite says, and what an instructor can do.
HINTS = {
    "locked": "another program is writing in it: close that, or try again",
    "readonly": "it may not be written: change its permissions",
    "unable to open": "it, or its folder, may not be read and written: change the permissions",
    "is full": "the disk is full: make room",
    "disk i/o": "the disk is full or broken",
    "not a database": "it is damaged: move it away, take a copy from a backup, and grade again",
    "malformed": "it is damaged: move it away, take a copy from a backup, and grade again",
    "no such": "it is of another version of nbgrader: keep a copy, then `nbgrader db upgrade`",
}
SAFE = "nothing in it was changed, and what was graded is in runs/"


def path_of(course: Course) -> Path:
    """Where a course's grade book lies."""
    return course.folder / FILE


@contextmanager
def opened(course: Course, *, write: bool = False) -> Iterator[Session]:
    """A session in a course's grade book, whose changes are kept together, or not at all.

    Parameters
    ----------
    course : whose.
    write : whether to change it; then it is made if it is not there.

    Raises
    ------
    CourseError
        If it cannot be opened, read or written, or is not this course's.
    """
    path = path_of(course)
    is_new = not path.exists()
    engine = create_engine(
        URL.create("sqlite", database=str(path)), connect_args={"timeout": PATIENCE}
    )
    transactional(engine, "BEGIN IMMEDIATE" if write else "BEGIN")
    try:
        with Session(engine) as session, session.begin():
            prepare(session, course)
            yield session
    except SQLAlchemyError as error:
        raise CourseError(told(path, error)) from None
    finally:
        engine.dispose()
        if is_new and path.exists() and not path.stat().st_size:
            with suppress(OSError):
                path.unlink()


def transactional(engine, begin: str) -> None:  # type: ignore[no-untyped-def]
    """Have a transaction begin when it begins, tables and all: Python's driver begins it later.

    See "Serializable isolation / Savepoints / Transactional DDL",
    https://docs.sqlalchemy.org/en/20/dialects/sqlite.html
    """

    @event.listens_for(engine, "connect")
    def by_hand(connection, _) -> None:  # type: ignore[no-untyped-def]
        connection.isolation_level = None

    @event.listens_for(engine, "begin")
    def at_once(connection) -> None:  # type: ignore[no-untyped-def]
        connection.exec_driver_sql(begin)


def prepare(session: Session, course: Course) -> None:
    """Make the tables of a new grade book; of another, see that it is the one that is meant."""
    tables = set(inspect(session.connection()).get_table_names())
    path, id = path_of(course), config.course_id(course)
    if not tables:
        api.Base.metadata.create_all(session.connection())
        session.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
        session.execute(text("INSERT INTO alembic_version VALUES (:now)"), {"now": version()})
    elif not {"alembic_version", *api.Base.metadata.tables} <= tables:
        raise CourseError(f"{path} is no grade book of nbgrader of today: move it away. {SAFE}")
    elif session.scalars(text("SELECT version_num FROM alembic_version")).all() != [version()]:
        raise CourseError(f"{path}: {HINTS['no such']}. {SAFE}")
    others = set(session.scalars(select(api.Assignment.course_id))) - {id}
    if others:
        raise CourseError(
            f"{path} is the grade book of the course {', '.join(map(repr, sorted(others)))}, and "
            f"{config.FILE} says that this is {id!r}: move the file away, or correct the id. {SAFE}"
        )
    if session.get(api.Course, id) is None:
        session.add(api.Course(id=id))


@cache
def version() -> str:
    """The version of nbgrader's tables; nbgrader asks a program for it that may not be found."""
    settings = Config()
    settings.set_main_option("script_location", dbutil.ALEMBIC_DIR.replace("%", "%%"))
    return ScriptDirectory.from_config(settings).get_current_head() or ""


def told(path: Path, error: SQLAlchemyError) -> str:
    """What went wrong with a grade book, and what to do."""
    reason = str(getattr(error, "orig", None) or error).partition("\n")[0]
    found = (hint for sign, hint in HINTS.items() if sign in reason.lower())
    return f"{path} ({reason}): {next(found, 'look at it with nbgrader')}. {SAFE}"
