"""A file is written whole or not at all."""

import errno
import os
import signal

import pytest

from nncourse.files import write_whole


def test_writes_every_byte_and_leaves_nothing_else(tmp_path):
    data = os.urandom(3_000_001)
    write_whole(tmp_path / "model.bin", data)
    assert (tmp_path / "model.bin").read_bytes() == data
    assert os.listdir(tmp_path) == ["model.bin"]


def test_replaces_an_older_and_longer_file(tmp_path):
    path = tmp_path / "model.bin"
    path.write_bytes(b"a much longer old content")
    write_whole(str(path), b"new")
    assert path.read_bytes() == b"new"


def test_permissions_follow_the_umask(tmp_path):
    path = tmp_path / "model.bin"
    write_whole(path, b"data")
    (tmp_path / "ordinary").write_bytes(b"data")
    assert path.stat().st_mode == (tmp_path / "ordinary").stat().st_mode


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_full_disk_keeps_the_old_file(tmp_path, monkeypatch, step):
    path = tmp_path / "model.bin"
    path.write_bytes(b"old")

    def full(*args):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, step, full)
    with pytest.raises(OSError, match=r"model\.bin could not be written \(No space left") as caught:
        write_whole(path, b"new")
    assert caught.value.errno == errno.ENOSPC
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["model.bin"]


def test_a_write_that_the_system_cuts_short_keeps_the_old_file(tmp_path):
    """No simulation: the operating system refuses to let a file grow past 100 kB."""
    resource = pytest.importorskip("resource", reason="only Unix limits the size of files")
    path = tmp_path / "model.bin"
    path.write_bytes(b"old")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))
    try:
        with pytest.raises(OSError, match="could not be written"):
            write_whole(path, bytes(1_000_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["model.bin"]


def test_ctrl_c_while_writing_keeps_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "model.bin"
    path.write_bytes(b"old")

    def interrupt(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["model.bin"]


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="nowhere"):
        write_whole(tmp_path / "nowhere" / "model.bin", b"data")
