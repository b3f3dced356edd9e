"""An instructor's own variants: files in a folder, written like those of the package.

`FOLDER/forward/swish.py` holds `swish = Graded(id="forward.swish", ...)`. A file that cannot serve
is refused as a whole, with what is wrong and what to do, before a student meets it.
"""

import sys
import traceback
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from nncourse import exercises
from nncourse.checking.judging import judge
from nncourse.classroom.errors import CourseError
from nncourse.classroom.variants.form import Graded
from nncourse.classroom.variants.listing import catalogue


class VariantError(CourseError):
    """A file that holds no variant, or one that cannot be graded."""


def load(folder: str | Path) -> tuple[Graded, ...]:
    """The variants in the files of a folder, `CHAPTER/NAME.py`, in alphabetical order.

    Files whose names begin with an underscore are left alone. The files are run: they are an
    instructor's own. Each variant is tried out: its right answer must be judged right, and each of
    its known mistakes wrong.

    Parameters
    ----------
    folder : where the files are.

    Raises
    ------
    VariantError
        If the folder is missing, or a file does not hold a variant that can be graded. The message
        begins with the path.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise VariantError(f"{folder}: there is no such folder; put the variants' files into it")
    taken = {one.id for one in (*exercises.catalogue(), *catalogue())}
    return tuple(read(path, taken) for path in files(folder))


def files(folder: Path) -> Iterator[Path]:
    """The files of variants in a folder, in alphabetical order."""
    for path in sorted([*folder.glob("*.py"), *folder.glob("*/*.py")]):
        if not path.name.startswith("_"):
            yield path


def read(path: Path, taken: set[str]) -> Graded:
    """The variant of one file, tried out."""
    id = f"{path.parent.name}.{path.stem}"
    if path.parent.name not in exercises.CHAPTERS:
        raise VariantError(
            f"{path}: {exercises.no_such_chapter(path.parent.name)} "
            "(a variant stands in the folder of its chapter, CHAPTER/NAME.py)"
        )
    if not path.stem.isidentifier():
        raise VariantError(
            f"{path}: the file's name is no name in Python; it is to be that of the function, "
            "letters, digits and _"
        )
    if id in taken:
        raise VariantError(f"{path}: the package has an exercise {id} already; choose another name")
    variant = executed(path).get(path.stem)
    if not isinstance(variant, Graded):
        raise VariantError(
            f"{path}: there should be a variant named like the file, "
            f'{path.stem} = Graded(id="{id}", ...)'
        )
    if variant.id != id:
        raise VariantError(f"{path}: the variant's id is {variant.id!r}; here it should be {id!r}")
    try_out(variant, path)
    return variant


def executed(path: Path) -> dict:
    """What is defined in a file, once it was run as a module of its own."""
    try:
        source = path.read_bytes()
        made = ModuleType(f"{path.stem}_{zlib.crc32(source + bytes(path)):08x}")
        made.__file__ = str(path)
        exec(compile(source, str(path), "exec"), vars(made))
    except (Exception, SystemExit) as error:
        line = getattr(error, "lineno", None) or line_in(path, error)
        where = f" in line {line}" if line else ""
        raise VariantError(
            f"{path}: the file cannot be run{where}: {type(error).__name__}: {error}"
        ) from error
    sys.modules[made.__name__] = made  # whoever asks where a function is written finds the file
    return vars(made)


def line_in(path: Path, error: BaseException) -> int | None:
    """The last line of a file that led to an error."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == str(path)]
    return lines[-1] if lines else None


def try_out(variant: Graded, path: Path) -> None:
    """A VariantError unless the variant judges its own right answer and mistakes as it should."""
    try:
        variant.name, variant.arguments, list(variant.draw(0))
    except Exception as error:
        raise VariantError(
            f"{path}: contract or probes are not as they should be "
            f"({type(error).__name__}: {error})"
        ) from error
    for name in ("properties", "mistakes"):
        if not getattr(variant, name):
            raise VariantError(f"{path}: {variant.id} has no {name}; give at least one")
    if variant.name != path.stem:
        raise VariantError(
            f"{path}: the contract asks for {variant.name}, the file for {path.stem}"
        )
    verdict = judge(variant, variant.reference)
    if not verdict.passed:
        raise VariantError(f"{path}: the reference itself is judged wrong: {verdict.message}")
    for mistake in variant.mistakes:
        if judge(variant, mistake.answer).passed:
            raise VariantError(
                f"{path}: the known mistake {mistake.id!r} is judged right; add a probe on which "
                "it differs"
            )
