"""The first thing that runs in the sandbox: modules that come through a pipe instead of from disk.

There is no file of the course inside. This text is handed to Python on its command line; it reads
the modules of the worker from its input, imports them and lets the worker begin.
"""

import ctypes
import importlib
import importlib.util
import marshal
import os
import random
import secrets
import sys
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

PACKAGE = "nncourse"


class Memory:
    """Finds the modules of the package in a dictionary, and says of all others why they are not."""

    def __init__(self, modules: dict[str, Any]) -> None:
        self.modules = modules  # name -> is it a folder, its code, the names that it lacks
        self.reason = "is not here"

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """Where a module comes from: from here, from elsewhere, or from nowhere."""
        if name in self.modules:
            is_package = self.modules[name][0]
            loader: Any = self
            return importlib.util.spec_from_loader(name, loader, is_package=is_package)
        if name == PACKAGE or name.startswith(f"{PACKAGE}."):
            raise ImportError(f"{name} {self.reason}", name=name)
        return None

    def create_module(self, spec: ModuleSpec) -> None:
        """Let Python make the module."""

    def exec_module(self, module: ModuleType) -> None:
        """Fill a module with what its code defines."""
        name = module.__name__
        _, code, lacking = self.modules[name]

        def missing(attribute: str) -> Any:
            if attribute in lacking:
                raise ImportError(f"{name}.{attribute} {self.reason}", name=name)
            raise AttributeError(f"module {name!r} has no attribute {attribute!r}")

        exec(marshal.loads(code), vars(module))
        vars(module).setdefault("__getattr__", missing)

    def forget(self, *names: str) -> None:
        """Take modules away, those in them included, so that they cannot be imported any more."""
        for name in [*self.modules, *sys.modules]:
            if any(name == other or name.startswith(f"{other}.") for other in names):
                self.modules.pop(name, None)
                sys.modules.pop(name, None)


def become(user: int) -> None:
    """Go on as a user who owns nothing: only then are there limits to the number of processes."""
    os.setgroups([])
    os.setgid(user)
    os.setuid(user)


def settle() -> None:
    """What Linux is to do for this process, told by number as in its own header."""
    tell = ctypes.CDLL(None).prctl
    tell(1, 9, 0, 0, 0)  # PR_SET_PDEATHSIG: it ends when the grader does
    tell(4, 0, 0, 0, 0)  # PR_SET_DUMPABLE: nobody looks into it, as its own user could
    tell(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER: what its copies leave behind comes to it


def repeatable() -> None:
    """Unseeded random generators begin alike in every run, so that results can be compared."""
    vars(secrets)["randbits"] = random.Random(0).getrandbits


def start(user: str, folders: list[str]) -> None:
    """Read the worker's modules, and let it begin."""
    repeatable()
    if user:
        become(int(user))
    sys.path += folders
    requests, replies = os.dup(0), os.dup(1)
    with os.fdopen(os.dup(requests), "rb", buffering=0) as pipe:
        size = int.from_bytes(pipe.read(8), "little")
        data = b""
        while len(data) < size:
            piece = pipe.read(size - len(data))
            if not piece:  # the grader was killed
                sys.exit(1)
            data += piece
    memory = Memory(marshal.loads(data))
    sys.meta_path.insert(0, memory)
    worker = importlib.import_module(f"{PACKAGE}.classroom.sandbox.worker")
    if sys.platform == "linux":
        settle()
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    worker.serve(memory, requests, replies)
