"""The cases, by name. A file of this folder lists its own in `CASES`."""

from benchmarks.case import Case
from benchmarks.cases import (
    autograd,
    cats,
    growth,
    imports,
    inference,
    steps,
    targets,
    tricks,
    updates,
)

MODULES = (steps, updates, autograd, tricks, targets, inference, imports, cats, growth)
CASES: dict[str, Case] = {case.name: case for module in MODULES for case in module.CASES}
