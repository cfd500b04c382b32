"""What is installed is what was chosen: every package pinned, every file known by its hash, and nothing else there."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
LOCKS = sorted(path.name for path in ROOT.glob("requirements*.lock"))
ANEW = "`make lock` makes the lock files anew; without .venv, `make setup` installs just what they name"


def pins(name):
    """What a file of requirements pins, with the files that it includes: versions by package."""
    found = {}
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("-r "):
            found |= pins(line.removeprefix("-r "))
        else:
            package, version = re.fullmatch(r"([\w-]+)(?:\[\w+\])?==([\w.]+)", line).groups()
            found[canonicalize_name(package)] = version
    return found


def entries(lock):
    """What a lock file names: each package's requirement and the hashes of its files."""
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", "")
    for line in text.splitlines():
        if line and not line.lstrip().startswith("#"):
            requirement, *hashes = re.split(r"\s+--hash=", line.strip())
            yield Requirement(requirement), hashes


def locked(lock):
    """The versions by package that a lock file has for this system and this Python."""
    found = ((entry, str(entry.specifier)) for entry, _ in entries(lock))
    return {
        canonicalize_name(entry.name): version.removeprefix("==")
        for entry, version in found
        if entry.marker is None or entry.marker.evaluate()
    }


def installed():
    return {canonicalize_name(each.metadata["Name"]): each.version for each in metadata.distributions()}


def test_there_is_a_lock_file_for_each_purpose():
    purposes = ("-audit", "-bench", "-dev", "-host", "")
    assert [f"requirements{purpose}.lock" for purpose in purposes] == LOCKS


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_is_in_the_lock_with_its_version(lock):
    wanted = pins(lock.replace(".lock", ".txt"))
    wanted.pop("torch", None)
    assert wanted
    assert wanted.items() <= locked(lock).items(), ANEW


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_of_a_lock_has_one_version_and_hashes(lock):
    for requirement, hashes in entries(lock):
        assert re.fullmatch(r"==[\w.]+", str(requirement.specifier)), requirement
        assert requirement.url is None, requirement
        assert hashes, requirement
        for each in hashes:
            assert re.fullmatch(r"sha256:[0-9a-f]{64}", each), requirement


def test_what_running_needs_is_the_same_with_the_development_packages():
    assert locked("requirements.lock").items() <= locked("requirements-dev.lock").items()


def test_no_file_says_where_packages_come_from():
    for path in (ROOT / "Makefile", *ROOT.glob("requirements*")):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"index-url|find-links|trusted-host|\w://", text), path.name


def test_torch_comes_apart_and_after_the_rest_and_is_one_version():
    assert pins("requirements-torch.txt") == {"torch": "2.13.0"}
    assert not any("torch" in locked(lock) for lock in LOCKS)
    assert metadata.version("torch").split("+")[0] == "2.13.0"
    recipe = re.search(
        r"^\.venv/\.run:.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert re.findall(r"-r (\S+)", recipe[1]) == ["requirements.lock", "requirements-torch.txt"]


def test_the_same_versions_of_python_are_named_everywhere():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    allowed = SpecifierSet(project["project"]["requires-python"])
    versions = [f"3.{minor}" for minor in range(20) if f"3.{minor}" in allowed]
    assert versions == ["3.11", "3.12", "3.13"]
    assert project["tool"]["ruff"]["target-version"] == "py311"
    assert project["tool"]["mypy"]["python_version"] == "3.11"
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.findall(r"python(3\.\d+)", makefile.split("PYTHON ?= ")[1].splitlines()[0]) == versions[::-1]
    assert "--python-version 3.11 " in makefile
    assert "You need Python 3.11, 3.12 or 3.13" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.skipif(shutil.which("make") is None, reason="no make on this machine")
@pytest.mark.parametrize("minor", [10, 14])
def test_another_python_is_told_so_before_anything_is_made(tmp_path, minor):
    for name in ("Makefile", "requirements.lock", "requirements-dev.lock", "requirements-torch.txt"):
        shutil.copy(ROOT / name, tmp_path)
    before = sorted(tmp_path.iterdir())
    python = f"{tmp_path.parent}/python-{minor}"
    told = "import sys; sys.version_info = (3, int(sys.argv[1]), 9); exec(sys.argv[2])"
    Path(python).write_text(f"#!/bin/sh\nexec {sys.executable} -c '{told}' {minor} \"$2\"\n")
    Path(python).chmod(0o755)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}  # of `make test`
    result = subprocess.run(
        ["make", "setup", f"PYTHON={python}"], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert result.returncode != 0
    assert result.stderr.splitlines()[0] == (
        f"This works with Python 3.11, 3.12 and 3.13. {python} is Python 3.{minor}: install one of the three, or tell "
        "where it is, as in make run PYTHON=/usr/local/bin/python3.12."
    )
    assert sorted(tmp_path.iterdir()) == before


def test_what_is_installed_is_what_the_lock_names():
    wanted = locked("requirements-dev.lock")
    there = installed()
    assert {name: there.get(name) for name in wanted} == wanted, ANEW
    others = there.keys() - wanted.keys() - locked("requirements-bench.lock").keys() - {"pip", "torch"}
    # torch's build for graphics cards brings these along
    others = {name for name in others if not name.startswith(("cuda-", "nvidia-", "triton"))}
    assert not others, ANEW
