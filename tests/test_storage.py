"""Data files are found, verified and fetched; an interrupted download leaves nothing half-written.

The downloads come from a server that each test starts on this machine and stops again.
"""

import builtins
import errno
import gzip
import hashlib
import os
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from nncourse.datasets import storage
from nncourse.datasets.idx import read_idx
from nncourse.datasets.storage import DataFile
from nncourse.errors import DataError, DownloadError

CONTENT = bytes(range(256)) * 4000  # about 1 MB, 16 pieces of a download


class Server(ThreadingHTTPServer):
    """Serves CONTENT at any path; `cut` stops the answer after so many bytes."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.content = CONTENT
        self.cut = None
        self.status = 200
        self.ranges = True
        self.requests = []

    def url(self, name="file.bin"):
        return f"http://127.0.0.1:{self.server_port}/{name}"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        server = self.server
        wanted = self.headers.get("Range")
        server.requests.append((self.path, wanted))
        start = int(wanted.split("=")[1].rstrip("-")) if wanted and server.ranges else 0
        if server.status != 200 or start >= len(server.content):
            self.send_error(416 if server.status == 200 else server.status)
            return
        body = server.content[start:]
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: server.cut])

    def log_message(self, *args):
        pass


@pytest.fixture
def server():
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder for downloads, and nothing shipped or cached."""
    monkeypatch.setenv("NNCOURSE_DATA", str(tmp_path / "own"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(storage, "SHIPPED", tmp_path / "shipped")
    return tmp_path / "own"


@pytest.fixture
def known(monkeypatch):
    """Put files into the catalogue: known(name, *urls)."""

    def add(name, *urls, content=CONTENT):
        sha256 = hashlib.sha256(content).hexdigest()
        file = DataFile(name, "test data", "none", len(content), sha256, urls)
        monkeypatch.setattr(storage, "FILES", (file,))
        return file

    return add


def everything_in(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


# What there is


@pytest.mark.parametrize("file", storage.catalogue(), ids=lambda file: file.name)
def test_the_catalogue_is_complete(file):
    assert file.description
    assert file.licence
    assert file.size > 0
    assert len(file.sha256) == 64
    assert all(url.startswith("https://") for url in file.urls)


def test_every_shipped_file_is_there_sound_and_of_its_size():
    for file in storage.catalogue():
        if not file.name.startswith("photos/"):
            assert file.present
            assert (storage.SHIPPED / file.name).stat().st_size == file.size
            assert storage.content_hash(storage.SHIPPED / file.name, file.name) == file.sha256


def test_digits_that_were_unpacked_under_their_name_are_sound(folder):
    """As `read_idx` takes them."""
    name = "mnist/t10k-labels-idx1-ubyte.gz"
    shipped = Path(storage.__file__).parents[2] / "data" / name
    (folder / "mnist").mkdir(parents=True)
    (folder / name).write_bytes(gzip.decompress(shipped.read_bytes()))
    assert storage.verify(name) == [folder / name]
    assert len(read_idx(folder / name)) == 10_000


@pytest.mark.parametrize(
    "content", [gzip.compress(b"digits", mtime=0)[:-3], b"\x1f\x8bdigits"], ids=["cut", "no gzip"]
)
def test_damaged_compression_is_told(tmp_path, content):
    (tmp_path / "digits.gz").write_bytes(content)
    with pytest.raises(DataError, match=r"digits\.gz: the gzip compression is damaged"):
        storage.content_hash(tmp_path / "digits.gz", "digits.gz")


def test_a_set_is_verified_as_a_whole():
    assert len(storage.verify("mnist")) == 4


@pytest.mark.parametrize("act", [storage.verify, storage.fetch])
def test_an_unknown_name_lists_what_there_is(act):
    with pytest.raises(DataError, match=r"No data of the name 'mnits'; there are: mnist, .*photos"):
        act("mnits")


# Finding


def test_for_who_has_no_home_the_courses_folder_serves(monkeypatch):
    def no_home(path):
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("NNCOURSE_DATA", raising=False)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(Path, "expanduser", no_home)
    assert storage.search_folders() == [storage.SHIPPED]
    monkeypatch.setenv("NNCOURSE_DATA", "~nobody-here/data")
    with pytest.raises(DataError, match="NNCOURSE_DATA is ~nobody-here/data"):
        storage.search_folders()


def test_no_folder_is_called_tilde(monkeypatch):
    monkeypatch.delenv("NNCOURSE_DATA", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", "~/elsewhere")
    assert storage.download_folder() == Path.home() / "elsewhere" / "nncourse"


def test_a_relative_folder_is_none_of_the_systems(monkeypatch):
    """The specification of XDG says so; else the files would lie wherever one happens to work."""
    monkeypatch.delenv("NNCOURSE_DATA", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", "cache")
    assert storage.download_folder() == Path.home() / ".cache" / "nncourse"


def test_the_users_folder_comes_first_then_the_cache_then_the_course(folder, tmp_path):
    places = [tmp_path / "shipped", tmp_path / "cache" / "nncourse", folder]
    for place in places:
        (place / "set").mkdir(parents=True)
        (place / "set" / "file.bin").write_text("")
        assert storage.find("set/file.bin").parent.parent == place


def test_a_missing_file_says_where_it_was_looked_for_and_how_to_get_it(folder, tmp_path, known):
    file = known("set/file.bin", "https://example.org/file.bin")
    assert not file.present
    assert file.where is None
    with pytest.raises(DataError, match="nncourse data get set") as caught:
        storage.find("set/file.bin")
    for place in (folder, tmp_path / "cache" / "nncourse", tmp_path / "shipped"):
        assert str(place) in str(caught.value)
    with pytest.raises(DataError, match="comes with the course"):
        storage.find("set/other.bin")
    with pytest.raises(DataError, match="comes with the course"):
        storage.get("set/other.bin")


def test_a_damaged_file_is_told(folder, known):
    known("set/file.bin", "https://example.org/file.bin")
    (folder / "set").mkdir(parents=True)
    (folder / "set" / "file.bin").write_bytes(CONTENT[:-1])
    with pytest.raises(DataError, match=r"file\.bin is damaged or another file"):
        storage.verify("set")


def test_the_hash_is_of_the_content_however_it_is_packed(folder, known):
    known("set/file.gz")
    (folder / "set").mkdir(parents=True)
    for level in (1, 9):
        (folder / "set" / "file.gz").write_bytes(gzip.compress(CONTENT, level))
        assert storage.verify("set/file.gz") == [folder / "set" / "file.gz"]
    (folder / "set" / "file.gz").write_bytes(gzip.compress(CONTENT)[:-20])
    with pytest.raises(DataError, match="gzip compression is damaged"):
        storage.verify("set/file.gz")


# Fetching


def test_a_file_is_fetched_once(server, folder, known, capfd):
    known("set/file.bin", server.url())
    assert storage.fetch("set") == [folder / "set" / "file.bin"]
    assert (folder / "set" / "file.bin").read_bytes() == CONTENT
    assert everything_in(folder) == ["file.bin"]
    assert "file.bin: 100%" in capfd.readouterr().err
    assert storage.get("set/file.bin") == storage.fetch("set/file.bin")[0]
    assert len(server.requests) == 1


def test_what_is_missing_is_fetched_on_use(server, folder, known):
    known("set/file.bin", server.url())
    assert storage.get("set/file.bin").read_bytes() == CONTENT


def test_an_interrupted_download_is_no_file_and_is_resumed(server, folder, known):
    file = known("set/file.bin", server.url())
    server.cut = 500_000
    with pytest.raises(DownloadError, match="could not be reached"):
        storage.fetch("set")
    assert not file.present
    assert everything_in(folder) == ["file.bin.part"]
    arrived = (folder / "set" / "file.bin.part").stat().st_size
    assert 0 < arrived <= 500_000

    server.cut = None
    storage.fetch("set")
    assert (folder / "set" / "file.bin").read_bytes() == CONTENT
    assert everything_in(folder) == ["file.bin"]
    assert server.requests[-1][1] == f"bytes={arrived}-"


def test_ctrl_c_leaves_only_the_part(server, folder, known, monkeypatch):
    known("set/file.bin", server.url())
    hash_of = storage.content_hash

    def interrupted(path, name):
        raise KeyboardInterrupt

    monkeypatch.setattr(storage, "content_hash", interrupted)
    with pytest.raises(KeyboardInterrupt):
        storage.fetch("set")
    assert everything_in(folder) == ["file.bin.part"]
    monkeypatch.setattr(storage, "content_hash", hash_of)
    storage.fetch("set")
    assert everything_in(folder) == ["file.bin"]


def test_a_damaged_part_is_thrown_away(server, folder, known):
    known("set/file.bin", server.url())
    (folder / "set").mkdir(parents=True)
    (folder / "set" / "file.bin.part").write_bytes(b"x" * 1000)
    storage.fetch("set")
    assert (folder / "set" / "file.bin").read_bytes() == CONTENT
    assert [wanted for _, wanted in server.requests] == ["bytes=1000-", None]


def test_a_server_that_cannot_resume_is_asked_for_the_whole(server, folder, known):
    known("set/file.bin", server.url())
    server.ranges = False
    (folder / "set").mkdir(parents=True)
    (folder / "set" / "file.bin.part").write_bytes(CONTENT[:1000])
    storage.fetch("set")
    assert (folder / "set" / "file.bin").read_bytes() == CONTENT


def test_a_part_that_is_too_long_is_thrown_away(server, folder, known):
    known("set/file.bin", server.url())
    (folder / "set").mkdir(parents=True)
    (folder / "set" / "file.bin.part").write_bytes(CONTENT + b"x")
    storage.fetch("set")
    assert (folder / "set" / "file.bin").read_bytes() == CONTENT


def test_other_content_is_refused_and_nothing_stays(server, folder, known):
    known("set/file.bin", server.url())
    server.content = b"<html>Sorry</html>"
    with pytest.raises(DownloadError, match="other content than expected came"):
        storage.fetch("set")
    assert everything_in(folder) == []


def test_the_next_address_is_tried(server, folder, known):
    nowhere = "http://127.0.0.1:9/file.bin"
    known("set/file.bin", nowhere, server.url())
    assert storage.fetch("set")[0].read_bytes() == CONTENT


def test_without_a_network_every_address_is_reported(folder, known):
    known("set/file.bin", "http://127.0.0.1:9/a", "http://127.0.0.1:9/b")
    with pytest.raises(DownloadError, match="put a copy at") as caught:
        storage.fetch("set")
    assert "http://127.0.0.1:9/a: " in str(caught.value)
    assert "http://127.0.0.1:9/b: " in str(caught.value)
    assert everything_in(folder) == []


def test_a_missing_page_is_reported(server, folder, known):
    known("set/file.bin", server.url())
    server.status = 404
    with pytest.raises(DownloadError, match="404"):
        storage.fetch("set")
    assert everything_in(folder) == []


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full on this system")
def test_a_full_disk_is_reported_and_nothing_stays(server, folder, known, monkeypatch):
    known("set/file.bin", server.url())
    real_open = builtins.open

    def open_on_full_disk(path, *args, **kwargs):
        real_open(path, *args, **kwargs).close()
        return real_open("/dev/full", "ab")

    monkeypatch.setattr(builtins, "open", open_on_full_disk)
    with pytest.raises(DownloadError, match=os.strerror(errno.ENOSPC)):
        storage.fetch("set")
    monkeypatch.undo()
    assert everything_in(folder) == []


def test_a_damaged_copy_is_fetched_again(server, folder, known):
    known("set/file.bin", server.url())
    (folder / "set").mkdir(parents=True)
    (folder / "set" / "file.bin").write_bytes(b"damaged")
    storage.fetch("set")
    assert (folder / "set" / "file.bin").read_bytes() == CONTENT


@pytest.mark.skipif(sys.platform == "win32", reason="links are Unix's")
def test_a_damaged_copy_behind_a_link_is_replaced_there(server, folder, known, tmp_path):
    known("set/file.bin", server.url())
    (folder / "set").mkdir(parents=True)
    (tmp_path / "disk.bin").write_bytes(b"damaged")
    (folder / "set" / "file.bin").symlink_to(tmp_path / "disk.bin")
    storage.fetch("set")
    assert (folder / "set" / "file.bin").is_symlink()
    assert (tmp_path / "disk.bin").read_bytes() == CONTENT


def test_a_file_without_an_address_cannot_be_fetched(folder, known):
    known("set/file.bin")
    with pytest.raises(DataError, match="comes with the course"):
        storage.fetch("set")
