"""Scripts of a component are one: no name may be declared twice in what all share and what is the component's own."""

import re
from collections import Counter
from pathlib import Path

import pytest

from pages.parts.shell.browser import SHARED

PARTS = Path(__file__).parents[3] / "pages" / "parts"
FOLDERS = sorted({script.parent for script in PARTS.rglob("script.js")})
NAMED = re.compile(r"^(?:async )?(?:function|class) (\w+)", re.MULTILINE)
VALUES = re.compile(r"^(?:const|let|var) (?:\[([^\]]+)\]|\{([^}]+)\}|(\w+))", re.MULTILINE)


def declared(text: str) -> list[str]:
    """The names that a script declares for all of the component.

    >>> declared("const [A, B] = [1, 2]\\nclass C {\\n  d() {}\\n}")
    ['C', 'A', 'B']
    """
    values = (name for groups in VALUES.findall(text) for each in groups for name in re.findall(r"\w+", each))
    return [*NAMED.findall(text), *values]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda each: each.name)
def test_no_name_is_declared_twice(folder):
    shared = [PARTS / "shell" / "browser" / name for name in SHARED]
    counted = Counter(name for script in (*shared, *folder.glob("*.js")) for name in declared(script.read_text()))
    assert len(counted) > 20
    assert [name for name, times in counted.items() if times > 1] == []
