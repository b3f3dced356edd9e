"""The command `nncourse classroom`, called in this process as an instructor calls it."""

import io
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from unittest import mock

from nncourse.command import app


@dataclass
class Printed:
    """What a command printed, and how it ended."""

    code: int
    out: str
    err: str

    def says(self, *words: str) -> "Printed":
        """It went well, and these words are in it."""
        assert self.code == 0, self
        for word in words:
            assert word in self.out, self.out
        return self

    def fails_with(self, *words: str, code: int = 1) -> "Printed":
        """It says in a sentence what is wrong, without a traceback."""
        assert self.code == code, self
        for word in words:
            assert word in self.err, self.err
        assert "Traceback" not in self.err
        return self


def classroom(*words: object) -> Printed:
    """Call a subcommand."""
    return nncourse("classroom", *words)


def nncourse(*words: object) -> Printed:
    """Call the command."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="") for _ in range(2))
    typed = mock.patch.object(sys, "argv", ["nncourse", *map(str, words)])
    code: object = 0
    with typed, redirect_stdout(out), redirect_stderr(err):
        try:
            app.main()
        except SystemExit as end:
            code = end.code
    return Printed(int(code or 0), *(text_of(stream) for stream in (out, err)))


def text_of(stream: io.TextIOWrapper) -> str:
    """What was printed to a stream."""
    stream.flush()
    return stream.buffer.getvalue().decode()
