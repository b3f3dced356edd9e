"""A copy of the package under another name, as a submission could carry it along."""

import ast
import marshal
import re

from nncourse.classroom.sandbox import source
from nncourse.classroom.sandbox.withheld import with_folders

COPY = """
import importlib.abc, importlib.util, marshal, sys
class Mine(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    modules = {modules!r}
    def find_spec(self, name, path=None, target=None):
        if name in self.modules:
            return importlib.util.spec_from_loader(name, self, is_package=self.modules[name][0])
    def create_module(self, spec):
        return None
    def exec_module(self, module):
        module.__file__ = '/a/copy/of/mine.py'
        exec(marshal.loads(self.modules[module.__name__][1]), vars(module))
sys.meta_path.insert(0, Mine())
"""


def copy_of(name: str) -> str:
    """The text of a cell that brings a module and all that it imports, as `mine` for `nncourse`."""
    modules = {}
    for found in sorted(imported_from(name)):
        module = source.module(found)
        own = found.replace("nncourse", "mine", 1)
        code = compile(re.sub(r"\bnncourse\b", "mine", module.source), own, "exec")
        modules[own] = (module.is_package, marshal.dumps(code))
    return COPY.format(modules=modules)


def imported_from(name: str, seen: set[str] | None = None) -> set[str]:
    """A module, the packages it is in, and all of the package that they import."""
    seen = set() if seen is None else seen
    for part in with_folders(name):
        if part not in seen and source.module(part):
            seen.add(part)
            for node in ast.walk(ast.parse(source.module(part).source)):
                if isinstance(node, ast.ImportFrom) and source.of_package(node.module):
                    for alias in node.names:
                        where, _ = source.meant(node.module, alias.name)
                        imported_from(where, seen)
    return seen
