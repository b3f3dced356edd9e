"""A terminal of our own: a program runs in it, and we read what stays on the screen."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

CTRL_C = b"\x03"


def rows_on_screen(written: str, columns: int) -> list[str]:
    """What a terminal shows of a program's output: its rows, wrapped at the terminal's width."""
    rows, row, column = [""], 0, 0
    for sign in written:
        if sign == "\r":
            column = 0
            continue
        if sign == "\n" or column == columns:
            row, column = row + 1, 0
        rows += [""] * (row + 1 - len(rows))
        if sign != "\n":
            rows[row] = rows[row].ljust(column)[:column] + sign + rows[row][column + 1 :]
            column += 1
    return [shown.rstrip() for shown in rows]


def run_in_terminal(
    *words: str,
    folder: Path,
    columns: int = 80,
    tells_its_size: bool = True,
    interrupt_when: Callable[[str], bool] = lambda written: False,
    env: dict[str, str] | None = None,
) -> tuple[int, list[str]]:
    """The exit code of a program and the rows it leaves; Ctrl-C is typed once, if asked for."""
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()
    size = struct.pack("HHHH", 40, columns, 0, 0) if tells_its_size else bytes(8)
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, size)
    environment = os.environ | {"TERM": "xterm"} | (env or {})
    environment.pop("COLUMNS", None)
    process = subprocess.Popen(
        [sys.executable, *words],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=folder,
        env=environment,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # so that Ctrl-C arrives
    )
    os.close(theirs)
    written, interrupted = b"", False
    while piece := read_piece(ours):
        written += piece
        if not interrupted and interrupt_when(written.decode(errors="replace")):
            os.write(ours, CTRL_C)
            interrupted = True
    os.close(ours)
    return process.wait(timeout=60), rows_on_screen(written.decode(errors="replace"), columns)


def read_piece(terminal: int) -> bytes:
    """What was written since, or nothing at the program's end (which Linux tells as an error)."""
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""
