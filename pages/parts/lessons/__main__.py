"""Check lessons: `python -m pages.parts.lessons lessons/*.md` prints what is wrong, with file and line."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from core.lessons import UnreadableLesson
from pages.parts.lessons.shelf import name_of, read


def check(files: Sequence[str]) -> list[str]:
    """What is wrong in these files: the file, the line and a sentence for each fault."""
    told = []
    for file in files:
        try:
            read(Path(file).read_bytes(), name_of(file))
        except OSError:
            told.append(f"{file}:1: This file cannot be read: check its name.")
        except UnreadableLesson as error:
            told += [f"{file}:{each.line}: {each.sentence}" for each in error.problems]
    return told


if __name__ == "__main__":
    faults = check(sys.argv[1:])
    print("\n".join(faults or [f"Nothing is wrong ({len(sys.argv) - 1} checked)."]))
    sys.exit(bool(faults))
