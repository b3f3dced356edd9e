"""Show the built book in a browser, from a server on this computer alone.

`make serve` calls this. A page that is opened as a file may load no modules and no workers, so its
exercises cannot be run; from a server they can. Any server of static files will do: this one only
adds two headers, with which a browser lets a page interrupt Python instead of starting it anew.

    python tools/serve.py [--port 8000] [--quiet]
"""

import argparse
import threading
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

BOOK = Path(__file__).parent.parent / "_build" / "html"
LOOPBACK = "127.0.0.1"


class Files(SimpleHTTPRequestHandler):
    """Serves the files of a folder as any server would."""

    # Windows may take a script for plain text, which no browser would run.
    extensions_map = {  # noqa: RUF012 - as in the class above it
        **SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
    }

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing of every file."""


class Pages(Files):
    """Serves the book, with the headers that let a page interrupt Python."""

    def end_headers(self) -> None:
        self.send_header("Cross-Origin-Opener-Policy", "same-origin")
        self.send_header("Cross-Origin-Embedder-Policy", "require-corp")
        self.send_header("Cache-Control", "no-cache")  # a new build is seen at once
        super().end_headers()


def server(folder: Path, port: int = 0, kind: type[Files] = Pages) -> ThreadingHTTPServer:
    """A server of a folder on this computer; with port 0 the system chooses a free one."""
    return ThreadingHTTPServer((LOOPBACK, port), partial(kind, directory=str(folder)))


@contextmanager
def served(folder: Path, kind: type[Files] = Pages) -> Iterator[str]:
    """The address of a folder while it is served beside what else runs, without a slash at its end.

    For tests and timings.
    """
    with server(folder, kind=kind) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://{LOOPBACK}:{running.server_port}"
        running.shutdown()


def first_free(folder: Path, port: int) -> ThreadingHTTPServer:
    """A server at this port or, if somebody has it, at any other."""
    try:
        return server(folder, port)
    except OSError:
        return server(folder)


def main() -> None:
    """Serve the book until it is interrupted."""
    parser = argparse.ArgumentParser(description="Show the built book in a browser.")
    parser.add_argument("--port", type=int, default=8000, help="where, if nobody has it (8000)")
    parser.add_argument("--quiet", action="store_true", help="open no browser")
    options = parser.parse_args()
    if not (BOOK / "index.html").exists():
        parser.exit(1, "There is no book yet. First: make book\n")
    with first_free(BOOK, options.port) as book:
        address = f"http://{LOOPBACK}:{book.server_port}/"
        print(f"The book is at {address}  (Ctrl-C ends this)", flush=True)
        if not options.quiet:
            threading.Timer(0.3, webbrowser.open, [address]).start()
        try:
            book.serve_forever()
        except KeyboardInterrupt:
            print()


if __name__ == "__main__":
    main()
