"""The compiled loops on disk: where they are kept, how their file is called, and whom we trust to have written it."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import stat
from collections.abc import Iterator
from functools import cache
from importlib import metadata
from pathlib import Path

SOURCES = (*sorted(Path(__file__).parent.glob("*.py")), Path(__file__).parents[1] / "layout.py")
DIGEST_BYTES = 32  # at the end of the file: LLVM ends the process when it is given half of an object file


def kept_code() -> bytes | None:
    """The compiled code of these sources for this machine, if it is kept where only whom we trust can have put it."""
    return next(filter(None, (_read(folder / file_name()) for folder in _folders())), None)


def file_name() -> str:
    """How the file is called that holds the code of these sources for this machine."""
    return f"loops-{fingerprint()}.o"


def _folders() -> Iterator[Path]:
    """Where code is kept: beside the sources, else where the user's programs keep things."""
    yield Path(__file__).parent / "__pycache__"
    kept = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or "~/.cache"
    # a user of a container may have no home
    with contextlib.suppress(RuntimeError):
        yield Path(kept, "filters-learned-and-designed").expanduser()


def _read(path: Path) -> bytes | None:
    """The code in a file, None if it is unreadable, damaged or perhaps written by somebody whom we do not trust."""
    try:
        with path.open("rb") as file:
            content = file.read() if _is_trusted(os.fstat(file.fileno())) else b""
    except OSError:
        return None
    code, digest = content[:-DIGEST_BYTES], content[-DIGEST_BYTES:]
    return code if hashlib.sha256(code).digest() == digest else None


def _is_trusted(status: os.stat_result) -> bool:
    """Whether nobody can have written a file but this user, root, and who could as well have written these sources."""
    if not hasattr(os, "getuid"):
        return True
    trusted = (os.getuid(), 0, Path(__file__).stat().st_uid)
    return status.st_uid in trusted and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


@cache
def fingerprint() -> str:
    """A digest of all that the code depends on: the sources, the compiler, the processor."""
    import llvmlite.binding

    digest = hashlib.sha256()
    for source in SOURCES:
        digest.update(source.read_bytes())
    for package in ("numba", "llvmlite"):
        digest.update(metadata.version(package).encode())
    features = llvmlite.binding.get_host_cpu_features().flatten()
    digest.update(f"{llvmlite.binding.get_default_triple()} {llvmlite.binding.get_host_cpu_name()} {features}".encode())
    return digest.hexdigest()[:32]


def keep(code: bytes) -> Path | None:
    """Write the code, for all to read, to the first folder that can be written; return the file, None if none can."""
    for folder in _folders():
        draft = folder / f".{file_name()}-{secrets.token_hex(8)}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with open(draft, "xb", opener=_for_all_to_read) as file:
                file.write(code + hashlib.sha256(code).digest())
            for old in folder.glob("loops-*.o"):
                old.unlink(missing_ok=True)
            return draft.replace(folder / file_name())
        except OSError:
            with contextlib.suppress(OSError):
                draft.unlink()
    return None


def _for_all_to_read(path: str, flags: int) -> int:
    return os.open(path, flags, 0o644)
