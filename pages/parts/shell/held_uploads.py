"""How much Streamlit holds of the files that were uploaded, and whose they are."""

from __future__ import annotations

from typing import Any

from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile


class Held:
    """The bytes that Streamlit holds, for each of its sessions, until these end."""

    def of(self, session: str) -> int:
        """The bytes of one session's files."""
        return _bytes(_sessions().get(session, {}))

    def all(self) -> int:
        """The bytes of all sessions' files."""
        return sum(map(_bytes, list(_sessions().values())))

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


def _sessions() -> dict[str, Any]:
    if not runtime.exists():
        return {}
    held: dict[str, Any] = getattr(runtime.get_instance().uploaded_file_mgr, "file_storage", {})
    return held


def _bytes(files: dict[str, Any]) -> int:
    return sum(len(file.data) for file in list(files.values()))
