"""Compiled code on disk: where it is saved, how its file is called, and whom we trust to have written it."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib import metadata
from pathlib import Path

DIGEST_BYTES = 32  # at the end of the file: LLVM ends the process when it is given half of an object file


@dataclass(frozen=True)
class ObjectFile:
    """The code of some sources for this machine: in `folder`, else where the user's programs save things."""

    folder: Path
    sources: tuple[Path, ...]

    @cached_property
    def name(self) -> str:
        """How the file is called: a digest of all that the code depends on, sources, compiler and processor."""
        from core.machine.target import description

        digest = hashlib.sha256()
        for source in self.sources:
            digest.update(source.read_bytes())
        for package in ("numba", "llvmlite"):
            digest.update(metadata.version(package).encode())
        digest.update(description().encode())
        return f"loops-{digest.hexdigest()[:32]}.o"

    @property
    def folders(self) -> Iterator[Path]:
        """Where it may lie."""
        yield self.folder
        users = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or "~/.cache"
        # a user of a container may have no home
        with contextlib.suppress(RuntimeError):
            yield Path(users, "filters-learned-and-designed").expanduser()

    def read(self) -> bytes | None:
        """The code, if it is saved where only whom we trust can have put it."""
        return next(filter(None, (_read(folder / self.name) for folder in self.folders)), None)

    def save(self, code: bytes) -> Path | None:
        """Write the code, for all to read, to the first folder that can be written; None if none can."""
        for folder in self.folders:
            draft = folder / f".{self.name}-{secrets.token_hex(8)}"
            try:
                folder.mkdir(parents=True, exist_ok=True)
                with open(draft, "xb", opener=_for_all_to_read) as file:
                    file.write(code + hashlib.sha256(code).digest())
                for old in folder.glob("loops-*.o"):
                    old.unlink(missing_ok=True)
                return draft.replace(folder / self.name)
            except OSError:
                with contextlib.suppress(OSError):
                    draft.unlink()
        return None


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


def _for_all_to_read(path: str, flags: int) -> int:
    return os.open(path, flags, 0o644)
