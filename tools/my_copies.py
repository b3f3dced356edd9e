"""My copies: the learner's own copies of the chapters, in the folder `my/`.

`make lab` calls this. A chapter is copied once; from then on the copy is the learner's, and nothing
here writes over it. A small file beside the copies remembers what each was made from, so that a
chapter which an update of the course has changed can be told, and laid beside the copy on request.

    python tools/my_copies.py          copy the chapters that have no copy yet, tell what changed
    python tools/my_copies.py --new    and lay the changed chapters beside the copies
"""

import hashlib
import json
import sys
from itertools import chain, count
from pathlib import Path

from nncourse.files import write_whole

ORIGINS = ".made_from.json"  # copy's name: fingerprint of the chapter that it was made from
Origins = dict[str, str]


def fingerprint(notebook: Path) -> str:
    """The SHA-256 of what a notebook says; what its cells put out does not count."""
    content = notebook.read_bytes()
    try:
        cells = json.loads(content)["cells"]
        content = json.dumps([[c["cell_type"], "".join(c["source"])] for c in cells]).encode()
    except (ValueError, KeyError, TypeError):
        pass  # a copy that is damaged: its bytes will do
    return hashlib.sha256(content).hexdigest()


def read_origins(folder: Path) -> Origins:
    """What each copy was made from, as far as it is known."""
    try:
        return json.loads((folder / ORIGINS).read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return {}


def lay(chapter: Path, copy: Path, origins: Origins) -> None:
    """Copy a chapter to a place where nothing is yet, and remember what it was."""
    with copy.open("xb") as file:
        file.write(chapter.read_bytes())
    origins[copy.name] = fingerprint(chapter)


def place_beside(copy: Path) -> Path:
    """The first name beside a copy that is free: 01_basics.new.ipynb, 01_basics.new-2.ipynb, ..."""
    endings = chain([".new"], (f".new-{number}" for number in count(2)))
    places = (copy.with_name(f"{copy.stem}{ending}{copy.suffix}") for ending in endings)
    return next(place for place in places if not place.exists())


def laid_before(copy: Path, version: str, origins: Origins) -> Path | None:
    """The file that a version of the chapter was laid into earlier, if it is still there."""
    places = [copy.with_name(name) for name, origin in origins.items() if origin == version]
    return next((p for p in places if p.name.startswith(copy.stem) and p.exists()), None)


def bring(chapter: Path, folder: Path, origins: Origins, new: bool) -> str | None:
    """Copy a chapter that has no copy yet; what there is to say to the learner."""
    copy, version = folder / chapter.name, fingerprint(chapter)
    if not copy.exists():
        lay(chapter, copy, origins)
        return f"{folder.name}/{copy.name} is your copy of the chapter"
    if fingerprint(copy) == version:
        origins[copy.name] = version
    if origins.get(copy.name) == version:
        return None
    changed = f"{chapter.name} has changed since your copy was made; the copy stays as it is"
    beside = laid_before(copy, version, origins)
    if beside is None and new:
        beside = place_beside(copy)
        lay(chapter, beside, origins)
    return f"{changed}, and the new one is {folder.name}/{beside.name}" if beside else changed


def bring_all(course: Path, new: bool = False) -> list[str]:
    """Give the learner every chapter of a course's folder; what there is to say about them.

    Parameters
    ----------
    course : the folder that has `book` in it; the copies lie in `my` beside.
    new : whether to lay chapters that have changed beside the copies.

    Returns
    -------
    One message for each chapter that was copied now, or has changed since it was.
    """
    folder = course / "my"
    folder.mkdir(exist_ok=True)
    origins = read_origins(folder)
    try:
        chapters = sorted((course / "book").glob("[0-9]*.ipynb"))
        messages = [bring(chapter, folder, origins, new) for chapter in chapters]
    finally:
        write_whole(folder / ORIGINS, json.dumps(origins, indent=1).encode())
    return [message for message in messages if message]


def main() -> None:
    """Bring the copies up to date, and tell what there is to tell."""
    new = "--new" in sys.argv[1:]
    messages = bring_all(Path(__file__).parents[1], new)
    print("".join(f"{message}.\n" for message in messages), end="")
    if not new and any(message.endswith("as it is") for message in messages):
        print(
            "To have the new ones beside your copies: make lab NEW=1, "
            "or python tools/my_copies.py --new"
        )


if __name__ == "__main__":
    main()
