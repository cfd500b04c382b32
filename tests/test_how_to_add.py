"""Each recipe of docs/how-to-add.md works: it is applied to a copy of the code, and what follows it is run there."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "how-to-add.md").read_text(encoding="utf-8")
RECIPES = dict(re.findall(r"^## (.*?)\n(.*?)(?=^## |\Z)", TEXT, flags=re.DOTALL | re.MULTILINE))
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", flags=re.DOTALL | re.MULTILINE)
COUNTS = {
    what: (int(files), int(places)) for what, files, places in re.findall(r"^\| (.+) \| (\d) \| (\d) \|$", TEXT, re.M)
}
# what is made of the loss is an experiment
BUILDS_ON = {"An experiment": ["A loss"]}


@pytest.fixture
def checkout(tmp_path):
    """The code and all that it reads, without what belongs to a machine."""
    for name in ("core", "pages", ".streamlit"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "app.py", tmp_path)
    return tmp_path


def apply(recipe: str, checkout: Path) -> list[str]:
    """Make the change of a recipe, and name the file of each place that it touches."""
    touched = []
    for kind, block in BLOCK.findall(RECIPES[recipe]):
        if kind in ("python", "markdown"):
            path, text = re.fullmatch(r"# (\S+)\n(.*)", block, flags=re.DOTALL).groups()
            touched.append(path)
            with (checkout / path).open("a", encoding="utf-8") as file:
                file.write(f"\n\n{text}" if file.tell() else text)
        elif kind == "diff":
            for path, changes in re.findall(r"^--- (\S+)\n(.*?)(?=^--- |\Z)", block, flags=re.DOTALL | re.MULTILINE):
                touched += [path] * len(changes.split("@@\n"))
                change(checkout / path, changes)
    return touched


def change(path: Path, changes: str) -> None:
    """Take out what has a -, put in what has a +; @@ stands between parts."""
    text = path.read_text(encoding="utf-8")
    for part in changes.split("@@\n"):
        lines = part.splitlines(keepends=True)
        before = "".join(line[1:] for line in lines if line[0] != "+")
        after = "".join(line[1:] for line in lines if line[0] != "-")
        assert text.count(before) == 1, f"{path.name} has this {text.count(before)} times:\n{before}"
        text = text.replace(before, after)
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("recipe", RECIPES)
def test_a_recipe_works(recipe, checkout):
    for earlier in BUILDS_ON.get(recipe, []):
        apply(earlier, checkout)
    touched = apply(recipe, checkout)
    assert COUNTS[recipe] == (len(set(touched)), len(touched))
    examples = "\n".join(block for kind, block in BLOCK.findall(RECIPES[recipe]) if kind == "pycon")
    assert ">>>" in examples
    (checkout / "examples.txt").write_text(examples, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "doctest", "examples.txt"], cwd=checkout, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
