"""What the build of the pages has Python itself do, in Node: see `bake.mjs`.

All modules that a page may use are compiled once into one archive. Then a fresh Python imports
from it what every page needs, and its memory is kept.
"""

import importlib.util
import sys
import zipfile

LIBRARIES = "/lib/python3.12/site-packages/"  # where the compiled parts of NumPy are
# Whose docstrings a reader may ask for, and one module that needs its own.
KEEP_WORDS = ("nncourse/", "kernel", "numpy/_core/multiarray.py")


def compile_all(sources: str, compiled: str) -> None:
    """Compile every module of an archive, into another archive; data go there as they are."""
    with zipfile.ZipFile(sources) as given, zipfile.ZipFile(compiled, "w") as made:
        for name in sorted(given.namelist()):
            if not name.endswith(".py"):  # data
                made.writestr(name, given.read(name), zipfile.ZIP_DEFLATED, 9)
                continue
            level = 0 if name.startswith(KEEP_WORDS) else 2
            place = f"/lib/python312.zip/{name}"
            code = compile(given.read(name), place, "exec", dont_inherit=True, optimize=level)
            entry = zipfile.ZipInfo(f"{name}c", (2020, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(entry, header() + marshalled(code), compresslevel=9)
            if name.startswith("nncourse/"):  # to be read: inspect.getsource, lines of errors
                made.writestr(name, given.read(name), zipfile.ZIP_DEFLATED, 9)


def header() -> bytes:
    """The beginning of a compiled module that is not compared with any source."""
    return importlib.util.MAGIC_NUMBER + (1).to_bytes(4, "little") + bytes(8)


def marshalled(code: object) -> bytes:
    """Code as it is written into a file."""
    import marshal

    return marshal.dumps(code)


def leave_out(names: list[str], compiled: str) -> None:
    """Leave modules out of an archive: those that are in the memory already."""
    places = {name.replace(".", "/") for name in names}
    unwanted = {place + end for place in places for end in (".pyc", "/__init__.pyc")}
    with zipfile.ZipFile(compiled) as given:
        kept = [(entry, given.read(entry)) for entry in given.infolist()]
    with zipfile.ZipFile(compiled, "w") as made:
        for entry, data in kept:
            if entry.filename not in unwanted:
                made.writestr(entry, data, compresslevel=9)


class Libraries:
    """Finds the compiled parts of NumPy while its memory is made."""

    @staticmethod
    def find_spec(name: str, path: object = None, target: object = None) -> object:
        """Where the module is, if it is one of these."""
        from importlib.machinery import EXTENSION_SUFFIXES
        from os.path import exists

        place = LIBRARIES + name.replace(".", "/") + EXTENSION_SUFFIXES[0]
        return importlib.util.spec_from_file_location(name, place) if exists(place) else None


def import_all(names: list[str]) -> None:
    """Import what every page needs, and leave no more in the memory than that."""
    import gc

    sys.meta_path.insert(0, Libraries)
    sys.modules["ctypes"] = None  # its calls back would depend on the order of things
    for name in names:
        importlib.import_module(name)
    del sys.modules["ctypes"]
    sys.meta_path.remove(Libraries)
    gc.collect()


def wipe() -> None:
    """Write zeros over memory that is free, so that it packs well."""
    from js import topOfMemory

    held = []
    for size in [2**k - 64 for k in range(21, 7, -1)]:
        while True:
            before = topOfMemory()
            held.append(bytes(size))
            if topOfMemory() != before:
                break
