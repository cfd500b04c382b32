"""What the README tells a newcomer to do works."""

import re
from pathlib import Path

from core.data import MAX_MEGABYTES, MAX_PIXELS, MAX_SAMPLES

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_notebook_example_runs_and_its_claim_holds():
    (code,) = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)
    names: dict[str, object] = {}
    exec(code, names)  # noqa: S102 - our own text
    run = names["run"]
    assert run.metrics["f1"] > run.metrics["designed_f1"]
    assert names["edges"].shape == (512, 512)


def test_every_target_it_names_is_in_the_makefile():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"make ([a-z]+) ", README))
    assert {"run", "setup", "test", "lint", "format", "screenshots", "bench", "calibrate"} <= named
    for target in named:
        assert re.search(rf"^{target}:", makefile, flags=re.MULTILINE), target


def test_every_file_it_links_exists():
    for link in re.findall(r"\]\(([^)]+)\)", README):
        assert (ROOT / link).exists(), link


def test_the_limits_of_files_are_those_that_hold():
    megabytes, megapixels, samples = re.search(r"(\d+) MB, (\d+) megapixels or ([\d,]+) samples", README).groups()
    assert (int(megabytes), int(megapixels) * 10**6) == (MAX_MEGABYTES, MAX_PIXELS)
    assert int(samples.replace(",", "")) == MAX_SAMPLES
