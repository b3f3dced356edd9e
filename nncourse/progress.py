"""Progress: what training shows while it runs.

A bar where tqdm is installed; without it a line now and then, since NumPy is all that training
needs. Both go to standard error and stay out of what a program prints.
"""

import sys
from typing import Any

BAR = "{desc}{percentage:3.0f}%|{bar:10}| {remaining} left{postfix}"
LINES = 20


class Lines:
    """What stands in for tqdm's bar, with as much of it as is used: about 20 lines a run.

    Parameters
    ----------
    done : steps that were done earlier.
    steps : steps in all.
    show : whether to print anything.
    what : what each line begins with.

    Examples
    --------
    >>> import contextlib
    >>> with contextlib.redirect_stderr(sys.stdout), Lines(0, 100, True) as lines:
    ...     for step in range(4):
    ...         lines.update()
    ...         lines.set_postfix_str(f"loss {8 - step}")
      1% loss 8
    """

    def __init__(self, done: int, steps: int, show: bool, what: str = "") -> None:
        self.done, self.steps, self.show, self.what = done, steps, show, what
        self.next = 0.0

    def __enter__(self) -> "Lines":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def update(self, n: int = 1) -> None:
        """Count n steps."""
        self.done += n

    def set_postfix_str(self, said: str, refresh: bool = True) -> None:
        """Print how it goes, unless another line was printed only lately."""
        if self.show and (self.done >= self.next or self.done == self.steps):
            share = f"{100 * self.done / self.steps:3.0f}%"
            print(f"{self.what}{share} {said}", file=sys.stderr, flush=True)
            self.next = self.done + self.steps / LINES


def progress_bar(done: int, steps: int, show: bool, what: str = "") -> Any:
    """A bar that counts steps, in a terminal or a notebook; `Lines` where tqdm is not installed.

    Parameters
    ----------
    done : steps that were done earlier.
    steps : steps in all.
    show : whether to show anything.
    what : words before the bar.
    """
    try:
        from tqdm.auto import tqdm
    except ModuleNotFoundError:
        return Lines(done, steps, show, what)

    class Bar(tqdm):
        def __del__(self) -> None:
            """One that ^C stopped while it was made was never closed, and says no more."""

    return Bar(total=steps, initial=done, disable=not show, desc=what, bar_format=BAR)
