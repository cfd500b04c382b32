"""Compiled code on disk: only whom we trust can have put it there, and who may run it can read it."""

import errno
import os
import re
import stat
import sys
from pathlib import Path

import pytest

import core.machine.object_file as object_file
from core.machine.object_file import ObjectFile


@pytest.fixture
def folders(tmp_path, monkeypatch):
    """Two places for code: beside the sources, and with the user's programs."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "user"))
    return [tmp_path / "beside", tmp_path / "user" / "filters-learned-and-designed"]


@pytest.fixture
def file(folders, tmp_path):
    source = tmp_path / "source.py"
    source.write_text("source")
    return ObjectFile(folders[0], (source,))


def test_the_name_tells_all_that_the_code_depends_on(file, monkeypatch):
    from core.machine import target

    def name():
        return ObjectFile(file.folder, file.sources).name

    first = name()
    assert re.fullmatch(r"loops-[0-9a-f]{32}\.o", first)
    file.sources[0].write_text("changed")
    assert name() != first
    file.sources[0].write_text("source")
    for owner, function in ((target, "description"), (object_file.metadata, "version")):
        with monkeypatch.context() as patch:
            patch.setattr(owner, function, lambda *_: "another")
            assert name() != first
    assert name() == first


def test_code_lies_beside_the_sources_or_with_the_users_programs_and_nowhere_else(file, folders):
    assert list(file.folders) == folders


def test_code_goes_where_it_can_be_written(file, folders):
    folders[0].write_text("not a folder")
    path = file.save(b"code")
    assert path == folders[1] / file.name
    assert file.read() == b"code"
    assert [each.name for each in folders[1].iterdir()] == [path.name]
    path.unlink()
    folders[1].rmdir()
    folders[1].write_text("not a folder")
    assert file.save(b"code") is None
    assert file.read() is None


def test_a_disk_that_fills_up_leaves_nothing_behind(file, folders, monkeypatch):
    def full(path, flags):
        descriptor = os.open(path, flags)
        os.close(descriptor)
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(object_file, "_for_all_to_read", full)
    assert file.save(b"code") is None
    assert [list(folder.iterdir()) for folder in folders] == [[], []]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o002, 0o644), (0o077, 0o600)])
def test_who_may_run_the_dashboard_may_read_its_code(file, mask, mode):
    before = os.umask(mask)
    try:
        path = file.save(b"code")
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == mode
    assert file.read() == b"code"  # and it is trusted, whatever the user's mask


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
@pytest.mark.parametrize("mode", [0o664, 0o646, 0o666])
def test_code_that_others_can_write_is_not_loaded(file, mode):
    path = file.save(b"planted")
    path.chmod(mode)
    assert file.read() is None


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such owners")
def test_code_is_loaded_that_this_user_or_root_or_the_owner_of_the_sources_wrote(monkeypatch):
    sources = Path(object_file.__file__).stat().st_uid
    me, stranger = 70_001, 70_002
    monkeypatch.setattr(object_file.os, "getuid", lambda: me)
    written_by = {uid: object_file._is_trusted(_status(uid)) for uid in (me, 0, sources, stranger)}
    assert written_by == {me: True, 0: True, sources: True, stranger: False}


def _status(uid):
    return os.stat_result((stat.S_IFREG | 0o644, 1, 1, 1, uid, uid, 1, 0, 0, 0))


def test_who_wrote_the_code_is_asked_of_the_opened_file(file, monkeypatch):
    path = file.save(b"planted")
    asked = []
    monkeypatch.setattr(object_file, "_is_trusted", lambda status: asked.append(status.st_ino))
    before = path.stat().st_ino
    real = os.fstat

    def swapped(descriptor):  # as when somebody puts another file in its place at this moment
        path.replace(path.with_suffix(".away"))
        path.write_bytes(b"harmless")
        return real(descriptor)

    monkeypatch.setattr(object_file.os, "fstat", swapped)
    assert object_file._read(path) is None
    assert asked == [before]


@pytest.mark.parametrize("damage", ["folder", "unreadable", "empty", "cut off", "one bit"])
def test_code_that_cannot_be_read_leads_to_the_next_place(file, folders, monkeypatch, damage):
    path = file.save(b"first")
    second = ObjectFile(folders[1], file.sources).save(b"second")
    assert file.read() == b"first"
    content = path.read_bytes()
    if damage == "folder":
        path.unlink()
        path.mkdir()
    elif damage == "unreadable":  # root can read what has no mode at all
        opened = Path.open
        monkeypatch.setattr(Path, "open", lambda it, *how: _refused() if it == path else opened(it, *how))
    else:
        path.write_bytes({"empty": b"", "cut off": content[:-1], "one bit": b"g" + content[1:]}[damage])
    assert file.read() == b"second"
    second.unlink()
    assert file.read() is None


def _refused():
    raise PermissionError(errno.EACCES, "Permission denied")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows homes by other names")
def test_a_user_without_a_home_has_one_place_less(monkeypatch):
    for name in ("HOME", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os, "getuid", lambda: 70_001)  # a user whom the system has no entry for
    assert list(ObjectFile(Path("beside"), ()).folders) == [Path("beside")]
