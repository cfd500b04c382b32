"""A socket that all processes of a user find, and at which one of them serves."""

import stat

import pytest

from core.endpoint import InUse, opened, reached


def test_a_socket_is_its_user_s_alone_and_one_process_s(tmp_path):
    path = tmp_path / "run" / "runs.sock"
    with opened(str(path)):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        with pytest.raises(InUse) as caught, opened(str(path)):
            pass
        assert str(caught.value) == f"Another process has {path}: stop it, or give another path."
    assert not path.exists()
    # what a killed process has left does not matter
    path.touch()
    with opened(str(path)):
        reached(str(path)).close()
