"""Many callers at once, while a network is trained: nothing aborts, nothing is wrong, no setting is moved."""

import subprocess
import sys
from pathlib import Path

import pytest

SECONDS = "20"
ROOT = Path(__file__).parents[2]

PROGRAM = """
import sys, threading, time
import numpy as np
from core import TrainingSettings, correlate, get_experiment, train
import torch

SECONDS = float(sys.argv[1])
random = np.random.default_rng(0)
jobs = []
for shape, taps in (((64, 64), (3, 3)), ((700, 500), (3, 3)), ((300, 900), (7, 7)), ((600, 600), (33, 33)),
                    ((400, 400, 3), (15, 15)), ((200_000,), (31,)), ((200_000,), (801,)), ((512, 512), (21, 1))):
    for dtype in ("float32", "float64", "uint8"):
        data = (random.random(shape) * 200).astype(dtype)
        kernel = random.random(taps)
        axis = -1 if len(shape) == 3 else None
        jobs.append((data, kernel, axis, correlate(data, kernel, channel_axis=axis)))
tasks = [(get_experiment("classify_gratings"), TrainingSettings(steps=20)),
         (get_experiment("find_peaks"), TrainingSettings(steps=200))]
references = [train(experiment, settings).weights for experiment, settings in tasks]
wrong, calls, trained = [], [0] * 8, [0]
end = time.monotonic() + SECONDS

def call(number):
    order = np.random.default_rng(number)
    while time.monotonic() < end:
        data, kernel, axis, expected = jobs[order.integers(len(jobs))]
        if not np.array_equal(correlate(data, kernel, channel_axis=axis), expected):
            wrong.append(data.shape)
        calls[number] += 1

def teach():
    while time.monotonic() < end:
        for (experiment, settings), reference in zip(tasks, references):
            if not np.array_equal(train(experiment, settings).weights, reference):
                wrong.append("training")
        trained[0] += 1

threads = [threading.Thread(target=call, args=(number,)) for number in range(8)] + [threading.Thread(target=teach)]
for each in threads: each.start()
for each in threads: each.join()
print(len(wrong), min(calls), trained[0], torch.get_num_threads())
"""


@pytest.mark.slow
def test_eight_threads_beside_training():
    result = subprocess.run(
        [sys.executable, "-c", PROGRAM, SECONDS], capture_output=True, text=True, cwd=ROOT, timeout=200
    )
    assert result.returncode == 0, result.stderr[-2000:]
    wrong, fewest, trained, threads = map(int, result.stdout.split())
    assert wrong == 0
    assert fewest >= 5
    assert trained >= 2
    assert threads == 1


def test_a_child_that_was_spawned_after_threads_ran_computes_too():
    code = (
        "import multiprocessing, numpy as np; from core import correlate\n"
        "def work(_): return float(correlate(np.ones((900, 900)), np.ones((3, 3)))[5, 5])\n"
        "if __name__ == '__main__':\n"
        "    work(0)\n"
        "    with multiprocessing.get_context('spawn').Pool(1) as pool: print(pool.map(work, [0]))\n"
    )
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder, "spawned.py")
        script.write_text(code)
        result = subprocess.run(
            [sys.executable, str(script)], capture_output=True, text=True, cwd=ROOT,
            env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}, timeout=60,
        )  # fmt: skip
    assert result.stdout.split() == ["[9.0]"], result.stderr
