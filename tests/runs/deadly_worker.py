"""The worker as it is, but for runs of two seeds: one ends the process when it trains, one when it is paused."""

import os
import runpy
import signal

from core.runs.worker.live import LiveRun

DEADLY, DEADLY_TO_PAUSE = 13, 14
_advance, _pause = LiveRun.advance, LiveRun.pause


def advance(run: LiveRun, seconds: float) -> None:
    if run.settings.seed == DEADLY:
        os.kill(os.getpid(), signal.SIGKILL)
    _advance(run, seconds)


def pause(run: LiveRun) -> None:
    if run.settings.seed == DEADLY_TO_PAUSE:
        os.kill(os.getpid(), signal.SIGKILL)
    _pause(run)


if __name__ == "__main__":
    LiveRun.advance, LiveRun.pause = advance, pause  # type: ignore[method-assign]
    runpy.run_module("core.runs", run_name="__main__")
