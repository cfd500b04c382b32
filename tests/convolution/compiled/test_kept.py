"""The compiled loops on disk: only whom we trust can have put them there, and who may run them can read them."""

import errno
import os
import stat
import sys
from pathlib import Path

import pytest

import core.convolution.compiled.kept as kept


def test_the_code_is_beside_the_sources_and_named_by_all_it_depends_on(monkeypatch):
    path = Path(kept.__file__).parent / "__pycache__" / kept.file_name()
    assert path.name == f"loops-{kept.fingerprint()}.o"
    assert kept._read(path) == kept.kept_code() is not None
    before = kept.fingerprint.__wrapped__()
    monkeypatch.setattr(kept, "SOURCES", kept.SOURCES[1:])
    assert kept.fingerprint.__wrapped__() != before


@pytest.fixture
def folders(tmp_path, monkeypatch):
    """Two places for code that are there instead of the real ones."""
    places = [tmp_path / "first", tmp_path / "second"]
    monkeypatch.setattr(kept, "_folders", lambda: iter(places))
    return places


def test_code_goes_where_it_can_be_written(folders):
    folders[0].write_text("not a folder")
    path = kept.keep(b"code")
    assert path == folders[1] / kept.file_name()
    assert kept.kept_code() == b"code"
    assert [each.name for each in folders[1].iterdir()] == [path.name]
    path.unlink()
    folders[1].rmdir()
    folders[1].write_text("not a folder")
    assert kept.keep(b"code") is None
    assert kept.kept_code() is None


def test_a_disk_that_fills_up_leaves_nothing_behind(folders, monkeypatch):
    def full(path, flags):
        descriptor = os.open(path, flags)
        os.close(descriptor)
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(kept, "_for_all_to_read", full)
    assert kept.keep(b"code") is None
    assert [list(folder.iterdir()) for folder in folders] == [[], []]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o002, 0o644), (0o077, 0o600)])
def test_who_may_run_the_dashboard_may_read_its_code(folders, mask, mode):
    before = os.umask(mask)
    try:
        path = kept.keep(b"code")
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == mode
    assert kept.kept_code() == b"code"  # and it is trusted, whatever the user's mask


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
@pytest.mark.parametrize("mode", [0o664, 0o646, 0o666])
def test_code_that_others_can_write_is_not_loaded(folders, mode):
    path = kept.keep(b"planted")
    path.chmod(mode)
    assert kept.kept_code() is None


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such owners")
def test_code_is_loaded_that_this_user_or_root_or_the_owner_of_the_sources_wrote(monkeypatch):
    sources = Path(kept.__file__).stat().st_uid
    me, stranger = 70_001, 70_002
    monkeypatch.setattr(kept.os, "getuid", lambda: me)
    written_by = {uid: kept._is_trusted(_status(uid)) for uid in (me, 0, sources, stranger)}
    assert written_by == {me: True, 0: True, sources: True, stranger: False}


def _status(uid):
    return os.stat_result((stat.S_IFREG | 0o644, 1, 1, 1, uid, uid, 1, 0, 0, 0))


def test_who_wrote_the_code_is_asked_of_the_opened_file(folders, monkeypatch):
    path = kept.keep(b"planted")
    asked = []
    monkeypatch.setattr(kept, "_is_trusted", lambda status: asked.append(status.st_ino))
    before = path.stat().st_ino
    real = os.fstat

    def swapped(descriptor):  # as when somebody puts another file in its place at this moment
        path.replace(path.with_suffix(".away"))
        path.write_bytes(b"harmless")
        return real(descriptor)

    monkeypatch.setattr(kept.os, "fstat", swapped)
    assert kept._read(path) is None
    assert asked == [before]


@pytest.mark.parametrize("damage", ["folder", "unreadable", "empty", "cut off", "one bit"])
def test_code_that_cannot_be_read_leads_to_the_next_place(folders, monkeypatch, damage):
    path = kept.keep(b"first")
    monkeypatch.setattr(kept, "_folders", lambda: iter(folders[1:]))
    second = kept.keep(b"second")
    monkeypatch.setattr(kept, "_folders", lambda: iter(folders))
    assert kept.kept_code() == b"first"
    content = path.read_bytes()
    if damage == "folder":
        path.unlink()
        path.mkdir()
    elif damage == "unreadable":  # root can read what has no mode at all
        opened = Path.open
        monkeypatch.setattr(Path, "open", lambda it, *how: _refused() if it == path else opened(it, *how))
    else:
        path.write_bytes({"empty": b"", "cut off": content[:-1], "one bit": b"g" + content[1:]}[damage])
    assert kept.kept_code() == b"second"
    second.unlink()
    assert kept.kept_code() is None


def _refused():
    raise PermissionError(errno.EACCES, "Permission denied")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows homes by other names")
def test_a_user_without_a_home_has_one_place_less(monkeypatch):
    for name in ("HOME", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os, "getuid", lambda: 70_001)  # a user whom the system has no entry for
    assert list(kept._folders()) == [Path(kept.__file__).parent / "__pycache__"]


def test_code_is_kept_beside_the_sources_or_with_the_users_programs_and_nowhere_else(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert list(kept._folders())[1:] == [tmp_path / "filters-learned-and-designed"]
