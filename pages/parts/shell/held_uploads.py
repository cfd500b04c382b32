"""How much is held of the files that were uploaded, by Streamlit and by pages, and whose they are."""

from __future__ import annotations

import time
from typing import Any

from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

LEFT_FOR = 150.0  # seconds for which Streamlit remembers a session that was left, with what pages hold
# by session: the bytes of each file that a page holds there, and when the session was last in use
_by_pages: dict[str, tuple[dict[str, int], float]] = {}


class Held:
    """The bytes that are held, for each of Streamlit's sessions, until these end."""

    def of(self, session: str) -> int:
        """The bytes of one session's files."""
        return _bytes(_sessions().get(session, {})) + sum(_by_pages.get(session, ({}, 0.0))[0].values())

    def all(self) -> int:
        """The bytes of all sessions' files."""
        _forget_left()
        of_pages = sum(sum(sizes.values()) for sizes, _ in list(_by_pages.values()))
        return sum(map(_bytes, list(_sessions().values()))) + of_pages

    def forget_ended(self, session: str) -> None:
        """Drop the files of a session that ended while one of them was still coming, which nobody would drop."""
        if session in _sessions() and not runtime.get_instance().is_active_session(session):
            runtime.get_instance().uploaded_file_mgr.remove_session_files(session)


def let_go(upload: UploadedFile) -> None:
    """Have Streamlit drop a file whose content has been taken, instead of holding it until the end of the session."""
    context = get_script_run_ctx()
    # the manager of tests has no such function
    if context is not None and hasattr(context.uploaded_file_mgr, "remove_file"):
        context.uploaded_file_mgr.remove_file(context.session_id, upload.file_id)


def note_held(name: str, size: int) -> None:
    """Count the bytes that a page holds of a file in place of those before; 0 where it holds none any more."""
    context = get_script_run_ctx()
    if context is not None:
        sizes, _ = _by_pages.get(context.session_id, ({}, 0.0))
        _by_pages[context.session_id] = {**sizes, name: size}, time.monotonic()


def _forget_left() -> None:
    now = time.monotonic()
    for session, (sizes, seen) in list(_by_pages.items()):
        if runtime.exists() and runtime.get_instance().is_active_session(session):
            _by_pages[session] = sizes, now
        elif now - seen > LEFT_FOR:
            _by_pages.pop(session, None)


def _sessions() -> dict[str, Any]:
    if not runtime.exists():
        return {}
    held: dict[str, Any] = getattr(runtime.get_instance().uploaded_file_mgr, "file_storage", {})
    return held


def _bytes(files: dict[str, Any]) -> int:
    return sum(len(file.data) for file in list(files.values()))
