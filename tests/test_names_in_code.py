"""What is told of the names in code is what code does with them when it runs."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nncourse.classroom.sandbox.names import names_in

# Statements that run to their end, whatever values the names a, b and c have.
PIECES = [
    "a = b",
    "a, *c = [b, b, 1]",
    "for a in [1, 2]: b = a",
    "c = [a for a in (1, 2) if b]",
    "c = {b: a for b in (1, 2)}",
    "if (c := 1): pass",
    "def f(a):\n    b = a\n    return b",
    "f = lambda a, d=b: a",
    "class C:\n    a = 1\n    d = a, b\n    def m(self): return c",
    "import math as a, os.path",
    "from math import pi as b",
    "try:\n    raise ValueError(c)\nexcept ValueError as e:\n    b = e, a",
    "@(lambda f: a)\ndef c(): return b",
    "match 1:\n    case b: c = b",
    "with open(null) as a: pass",
    "b = f'{a!r} {c}'",
    "a = c\ndel c\nc = a",
]
programs = st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map("\n".join)


def ran(source: str, names: set[str]) -> set[str]:
    """The names that are there after a run that began with these."""
    values = dict.fromkeys(names, 1) | {"null": "/dev/null"}
    exec(source, values)
    return set(values) - {"__builtins__", "null"}


@settings(max_examples=200, deadline=None)
@given(programs)
def test_a_run_needs_each_name_that_is_told_to_be_used_unbound_and_no_other(source):
    names = names_in(source)
    here = set("abc") & names.free
    assert ran(source, here) - here == names.bound - here - {"e"}  # which lives in its handler
    for name in here:
        with pytest.raises(NameError, match=f"'{name}'"):
            ran(source, here - {name})


@pytest.mark.parametrize(
    ("source", "gives", "needs"),
    [
        ("x = y", {"x"}, {"y"}),
        ("x += 1", {"x"}, {"x"}),
        ("for i in r:\n    s = i", {"i", "s"}, {"r"}),
        ("a[0] = 1", {"a"}, {"a"}),
        ("a.b.c = 1", {"a"}, {"a"}),
        ("del a[0]", {"a"}, {"a"}),
        ("a.append(1)", {"a"}, {"a"}),
        ("for i in r:\n    a.append(i)", {"a", "i"}, {"a", "r"}),
        ("b = a.sum()", {"b"}, {"a"}),
        ("'no docstring'", set(), set()),
        ("[x for x in xs if x > t]", set(), {"xs", "t"}),
        ("{k: v for k, v in d.items()}", set(), {"d"}),
        ("f = lambda q, z=w: q + z + u", {"f"}, {"w", "u"}),
        ("def f(q, *, z=w):\n    return q + z + u + f(1)", {"f"}, {"w", "u"}),
        ("def f(q):\n    q[0] = 1\n    q.sort()", {"f"}, set()),
        ("def f():\n    return later\nlater = 1", {"f", "later"}, set()),
        (
            "class C(B):\n    x = y\n    def m(self):\n        return x, z",
            {"C"},
            {"B", "y", "x", "z"},
        ),
        ("import a.b, c as d\nfrom e import f as g, h", {"a", "d", "g", "h"}, set()),
        ("with open(p) as f:\n    print(f)", {"f"}, {"open", "p", "print"}),
        ("try:\n    x\nexcept E as e:\n    print(e)", {"e"}, {"x", "E", "print"}),
        ("if (n := f(m)):\n    n", {"n"}, {"f", "m"}),
        ("f'{x:.{d}f}'", set(), {"x", "d"}),
        ("@wrap\ndef f(): ...", {"f"}, {"wrap"}),
    ],
)
def test_names_that_a_cell_gives_and_needs(source, gives, needs):
    assert names_in(source).given == gives
    assert names_in(source).needed - {"__name__"} == needs  # which each class looks up
