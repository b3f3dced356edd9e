"""A file is written whole or not at all."""

import errno
import os
import re
import signal
import subprocess
import sys
import threading

import pytest

from nncourse.files import check_writable, write_whole

unix = pytest.mark.skipif(sys.platform == "win32", reason="links and pipes are Unix's")


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


def test_an_older_file_keeps_its_permissions(tmp_path):
    path = tmp_path / "model.bin"
    path.write_bytes(b"private")
    path.chmod(0o600)
    before = path.stat().st_mode
    write_whole(path, b"new")
    assert path.stat().st_mode == before


@unix
@pytest.mark.parametrize("target", ["model.bin", "not yet.bin"])
def test_a_link_stays_a_link(tmp_path, target):
    (tmp_path / "disk").mkdir()
    (tmp_path / "disk" / "model.bin").write_bytes(b"old")
    link = tmp_path / "link"
    link.symlink_to(os.path.join("disk", target))
    write_whole(link, b"new")
    assert os.readlink(link) == os.path.join("disk", target)
    assert (tmp_path / "disk" / target).read_bytes() == b"new"
    assert sorted(os.listdir(tmp_path)) == ["disk", "link"]


def pipe(path):
    os.mkfifo(path)


def link_to_a_pipe(path):
    os.mkfifo(path.with_name("pipe"))
    path.symlink_to("pipe")


def link_to_a_device(path):
    path.symlink_to(os.devnull)


def link_to_itself(path):
    path.symlink_to(path.name)


def link_into_no_folder(path):
    path.symlink_to("nowhere/model.bin")


@unix
@pytest.mark.parametrize("write", [lambda path: write_whole(path, b"new"), check_writable])
@pytest.mark.parametrize(
    ("make", "said"),
    [
        (pipe, "it is a device, a pipe"),
        (link_to_a_pipe, "it is a device, a pipe"),
        (link_to_a_device, "it is a device, a pipe"),
        (link_to_itself, "it is a device, a pipe or a link to itself"),
        (link_into_no_folder, "there is no folder .*nowhere"),
        (os.mkdir, "it is a folder"),
    ],
)
def test_what_is_no_file_is_refused_and_stays(tmp_path, make, said, write):
    path = tmp_path / "model.bin"
    make(path)
    before = path.lstat()
    names = sorted(os.listdir(tmp_path))
    with pytest.raises(OSError, match=f"{re.escape(str(path))} could not be written .{said}"):
        write(path)
    assert path.lstat().st_ino == before.st_ino
    assert sorted(os.listdir(tmp_path)) == names


@pytest.mark.parametrize("protected", ["file", "folder"])
def test_what_is_protected_is_refused_and_stays(tmp_path, protected):
    path = tmp_path / "model.bin"
    path.write_bytes(b"precious")
    place = path if protected == "file" else tmp_path
    place.chmod(0o555)
    try:
        if os.access(place, os.W_OK):
            pytest.skip("the administrator may write everywhere")
        for write in (check_writable, lambda path: write_whole(path, b"new")):
            with pytest.raises(PermissionError, match=r"model\.bin could not be written"):
                write(path)
    finally:
        tmp_path.chmod(0o755)
    assert path.read_bytes() == b"precious"


def test_to_look_whether_a_file_could_be_written_changes_nothing(tmp_path):
    (tmp_path / "old").write_bytes(b"precious")
    check_writable(tmp_path / "old")
    check_writable(tmp_path / "new")
    assert os.listdir(tmp_path) == ["old"]
    assert (tmp_path / "old").read_bytes() == b"precious"


@unix
def test_what_killed_runs_left_is_cleared_away_and_nothing_else(tmp_path):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left = [f".model.bin.{ended.pid}-{ended.pid}.part", f".model.bin.{ended.pid}.part"]
    others = [
        f".model.bin.{os.getppid()}-1.part",  # is still being written
        f".other.bin.{ended.pid}-1.part",  # its own next run may do that
        f"model.bin.{ended.pid}-1.part",  # the user's
        ".model.bin.mine.part",
        "model.bin.part",
    ]
    for name in left + others:
        (tmp_path / name).write_bytes(b"half")
    write_whole(tmp_path / "model.bin", b"whole")
    assert sorted(os.listdir(tmp_path)) == sorted([*others, "model.bin"])


def test_threads_that_write_at_once_leave_one_whole_content(tmp_path):
    path = tmp_path / "model.bin"
    contents = [bytes([number]) * 100_000 for number in range(4)]

    def write(content):
        for _ in range(5):
            write_whole(path, content)

    threads = [threading.Thread(target=write, args=(content,)) for content in contents]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        assert not path.exists() or path.read_bytes() in contents
    assert path.read_bytes() in contents
    assert os.listdir(tmp_path) == ["model.bin"]
