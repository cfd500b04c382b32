"""Studies in processes: progress, stopping, sharing, failures."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pytest

from core.background import Background, Progress, background, done_at_once, job
from core.background.example import CountUp, Squares
from core.cache import CACHE, belongs_to
from tests.waiting import wait_until


@dataclass(frozen=True)
class Foreign:
    """Its work raises a library's error."""

    def pieces(self) -> list[int]:
        return [0]

    def work(self, piece: int) -> float:
        return float(np.linalg.cholesky(np.full((2, 2), -1.0))[piece, 0]) + int("no number")

    def conclude(self, parts: object) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def runner() -> Iterator[Background]:
    made = Background()
    yield made
    made.close()


def finished(runner: Background, study: Squares, viewer: str = "me") -> Progress:
    wait_until(lambda: runner.look(study, viewer).status != "working")
    return runner.look(study, viewer)


def test_a_study_is_computed_as_it_would_be_here(runner):
    study = Squares(5)
    progress = finished(runner, study)
    assert (progress.parts, progress.conclusion) == done_at_once(study)
    assert (progress.status, progress.share, progress.seconds_left, progress.message) == ("finished", 1.0, None, "")


def log_of(path) -> list[tuple[int, int]]:
    return [(int(piece), int(pid)) for piece, pid in (line.split() for line in path.read_text().splitlines())]


def test_it_is_computed_in_another_process_once_for_all(runner, tmp_path):
    study = Squares(3, log=str(tmp_path / "log"))
    first = finished(runner, study, "one")
    assert runner.look(study, "another") is first
    assert runner.peek(study) is first
    log = log_of(tmp_path / "log")
    assert [piece for piece, _ in log] == [0, 1, 2]
    assert os.getpid() not in {pid for _, pid in log}


def test_the_first_parts_come_before_the_last_with_the_time_that_is_left(runner):
    study = Squares(40, seconds=0.05)
    seen: list[Progress] = []
    wait_until(lambda: seen.append(runner.look(study, "me")) or bool(seen[-1].parts))
    early = seen[-1]
    assert 0 < early.share < 1
    assert early.status == "working"
    assert early.conclusion is None
    assert early.parts == tuple(i**2 for i in range(len(early.parts)))
    assert early.seconds_left is not None
    assert 0.05 * (40 - len(early.parts)) <= early.seconds_left < 60
    runner.stop("me")


def test_a_stopped_study_keeps_its_parts_and_goes_on_when_it_is_looked_at_again(runner):
    study = Squares(30, seconds=0.05)
    wait_until(lambda: len(runner.look(study, "me").parts) >= 2)
    runner.stop("me")
    time.sleep(0.3)  # for the piece that is being computed
    stopped = runner.peek(study)
    assert stopped.status == "stopped"
    assert 2 <= len(stopped.parts) < 30
    time.sleep(0.5)
    assert len(runner.peek(study).parts) == len(stopped.parts)
    assert finished(runner, study).parts == tuple(i**2 for i in range(30))


def test_a_study_that_somebody_else_looks_at_goes_on_when_one_stops(runner):
    study = Squares(20, seconds=0.05)
    runner.look(study, "me")
    runner.look(study, "another")
    runner.stop("me")
    wait_until(lambda: runner.peek(study).status == "finished" or len(runner.look(study, "another").parts) == 20)


def test_who_looks_at_another_study_no_longer_looks_at_the_first(runner):
    first, second = Squares(31, seconds=0.05), Squares(2, seconds=0.06)
    wait_until(lambda: bool(runner.look(first, "me").parts))
    finished(runner, second)
    time.sleep(0.3)
    before = len(runner.peek(first).parts)
    time.sleep(0.4)
    assert len(runner.peek(first).parts) == before


def test_two_studies_take_turns(runner):
    long, short = Squares(60, seconds=0.05), Squares(3, seconds=0.051)
    runner.look(long, "me")
    assert finished(runner, short, "another").status == "finished"
    assert runner.peek(long).status != "finished"
    runner.stop("me")


def test_nobody_looking_means_waiting_and_then_forgetting(runner, monkeypatch):
    study = Squares(32, seconds=0.05)
    wait_until(lambda: bool(runner.look(study, "me").parts))
    now = time.monotonic()
    monkeypatch.setattr(background, "clock", lambda: now + background.PATIENCE + 1)
    time.sleep(0.5)
    before = len(runner.peek(study).parts)
    time.sleep(0.5)
    assert len(runner.peek(study).parts) == before > 0
    monkeypatch.setattr(background, "clock", lambda: now + background.PATIENCE + background.FORGOTTEN + 2)
    finished(runner, Squares(1, seconds=0.07), "another")
    assert runner.peek(study).parts == ()


def test_a_refusal_is_said_in_its_own_words(runner):
    progress = finished(runner, Squares(5, refuses=2))
    assert (progress.status, progress.message) == ("failed", "2 is refused.")
    assert progress.parts == (0, 1)


def test_a_piece_that_ends_two_processes_fails_alone(runner):
    progress = finished(runner, Squares(3, kills=1))
    assert progress.status == "failed"
    assert progress.message == background.ENDED
    assert finished(runner, Squares(4, seconds=0.002)).conclusion == 14


@pytest.fixture(scope="module")
def pair() -> Iterator[Background]:
    made = Background(2)
    yield made
    made.close()


def test_two_processes_work_on_one_study_at_once(pair, tmp_path):
    study = Squares(8, seconds=0.2, log=str(tmp_path / "log"))
    progress = finished(pair, study)
    assert progress.parts == tuple(i**2 for i in range(8))
    assert len({pid for _, pid in log_of(tmp_path / "log")}) == 2


def test_only_the_piece_that_ends_processes_is_blamed(pair, tmp_path):
    innocent = Squares(6, seconds=0.3, log=str(tmp_path / "log"))
    guilty = Squares(2, seconds=0.1, kills=1)
    pair.look(innocent, "me")
    wait_until(lambda: pair.look(guilty, "another").status == "failed" or not pair.look(innocent, "me"))
    assert pair.look(guilty, "another").message == background.ENDED
    assert finished(pair, innocent).conclusion == 55


def test_a_refusal_stays_when_a_process_ends_afterwards(pair):
    study = Squares(2, refuses=0, kills=1, seconds=0.05)
    wait_until(lambda: pair.look(study, "me").status == "failed")
    message = pair.look(study, "me").message
    time.sleep(1.0)
    assert (pair.look(study, "me").status, pair.look(study, "me").message) == ("failed", message)


def test_a_study_that_failed_begins_anew_once_its_viewers_have_turned_away(runner):
    study = Squares(3, refuses=1, seconds=0.005)
    assert finished(runner, study).status == "failed"
    runner.stop("me")
    assert runner.look(study, "me").status == "working"
    finished(runner, study)
    runner.stop("me")


def test_whoever_looks_may_have_a_study_that_failed_tried_again(runner):
    study = Squares(3, refuses=2, seconds=0.005)
    assert finished(runner, study, "who closed the window").status == "failed"
    assert finished(runner, study).status == "failed"
    runner.retry(study)
    assert runner.look(study, "me").status == "working"
    finished(runner, study)
    runner.retry(study)


def test_a_piece_that_ended_its_process_is_not_computed_again_for_nobody(runner, tmp_path, monkeypatch):
    study = Squares(2, kills=0, seconds=0.3, log=str(tmp_path / "log"))
    runner.look(study, "me")
    wait_until((tmp_path / "log").exists)
    monkeypatch.setattr(background, "clock", lambda: time.monotonic() + 2 * background.PATIENCE)
    assert finished(runner, Squares(3, seconds=0.01), "another").conclusion == 5
    assert [number for number, _ in log_of(tmp_path / "log")] == [0]


def test_the_time_left_is_what_passes_while_somebody_looks(runner):
    study = Squares(12, seconds=0.2)
    wait_until(lambda: len(runner.look(study, "me").parts) >= 4)
    left, began = runner.look(study, "me").seconds_left, time.monotonic()
    finished(runner, study)
    # within a factor: the machine's other work comes and goes
    assert 0.25 < left / (time.monotonic() - began) < 4


def test_a_study_that_finishes_after_it_was_stopped_stays_whole(runner):
    study = Squares(2, seconds=0.3)
    wait_until(lambda: len(runner.look(study, "me").parts) == 1)
    time.sleep(0.1)
    runner.look(study, "me")
    wait_until(lambda: runner.look(study, "me").share == 1.0)
    runner.stop("me")
    wait_until(lambda: runner.peek(study).status == "finished" or runner.look(study, "me").status == "finished")
    assert runner.peek(study).conclusion == 1


def test_a_result_that_the_cache_refuses_is_shown_all_the_same(runner, monkeypatch):
    monkeypatch.setattr(background, "keep", lambda *_: False)
    study = Squares(2, seconds=0.006)
    assert finished(runner, study).conclusion == 1
    assert runner.look(study, "me").status == "finished"
    runner.stop("me")


def test_what_cannot_be_given_to_a_process_fails_that_study_alone(runner, monkeypatch):
    unpicklable = Squares(1, seconds=0.007)
    object.__setattr__(unpicklable, "log", open)  # a function of no module that a process could find
    object.__setattr__(unpicklable, "refuses", threading.Lock())
    assert finished(runner, unpicklable).message == background.FAILED
    assert finished(runner, Squares(2, seconds=0.008)).conclusion == 1


def test_a_library_s_own_words_are_not_shown(runner):
    assert finished(runner, Foreign()).message == background.FAILED


def test_nothing_starts_once_the_end_has_begun():
    ended = Background()
    ended.close()
    assert ended.look(Squares(2), "me").status == "working"
    time.sleep(0.3)
    assert ended._dispatcher is None


def test_a_process_that_was_starting_ends_too():
    starting = Background()
    starting.look(Squares(3, seconds=60.0), "me")
    wait_until(lambda: bool(starting._running))
    starting.close()
    wait_until(lambda: starting._executor is None or not starting._executor._processes)


def test_results_belong_to_the_visit_that_looked(runner, monkeypatch):
    study = Squares(2, seconds=0.003)
    CACHE.begin("visit")
    belongs_to("visit")
    try:
        finished(runner, study)
        assert CACHE.get((Background, study)) is not None
    finally:
        belongs_to(None)
        CACHE.end("visit")
    assert CACHE.get((Background, study)) is None


def test_processes_end_with_the_background():
    runner = Background()
    finished(runner, Squares(2, seconds=0.004))
    processes = list(runner._executor._processes)
    runner.close()
    wait_until(lambda: not any(_is_alive(pid) for pid in processes))


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    with open(f"/proc/{pid}/stat") as file:
        return file.read().split()[2] != "Z"


def test_what_goes_on_from_a_part_is_computed_as_it_would_be_here(runner):
    study = CountUp(4)
    progress = finished(runner, study)
    assert (progress.parts, progress.conclusion) == done_at_once(study) == ((1, 2, 3, 4), 4)
    assert (progress.status, progress.share) == ("finished", 1.0)


def test_a_long_computation_that_nobody_wants_any_more_ends_with_its_slice(runner, tmp_path):
    log = tmp_path / "log"
    long = CountUp(200, seconds=0.05, log=str(log))
    wait_until(lambda: len(runner.look(long, "me").parts) >= 2)
    begun = time.monotonic()
    assert finished(runner, Squares(1, seconds=0.061)).conclusion == 0
    assert time.monotonic() - begun < 2.0
    done = len(log_of(log))
    time.sleep(0.4)
    assert len(log_of(log)) == done < 60


def test_a_short_study_takes_its_turn_between_the_slices_of_a_long_one(runner):
    long = CountUp(100, seconds=0.05)
    wait_until(lambda: bool(runner.look(long, "me").parts))
    assert finished(runner, Squares(2, seconds=0.062), "another").conclusion == 1
    assert 0 < len(runner.look(long, "me").parts) < 100
    runner.stop("me")


def test_a_look_may_last_until_the_study_is_at_its_end(runner):
    finished(runner, Squares(1, seconds=0.063))  # the process is there
    begun = time.monotonic()
    progress = runner.look(Squares(2, seconds=0.064), "me", 60.0)
    assert (progress.status, progress.conclusion) == ("finished", 1)
    assert time.monotonic() - begun < 20
    failed = runner.look(Squares(3, seconds=0.001, refuses=1), "me", 60.0)
    assert (failed.status, failed.message) == ("failed", "1 is refused.")
    begun = time.monotonic()
    assert runner.look(Squares(50, seconds=0.05), "me", 0.1).status == "working"
    assert 0.1 <= time.monotonic() - begun < 2
    runner.stop("me")


def test_what_is_quick_is_computed_here_and_known_to_all(runner, tmp_path):
    study = Squares(3, seconds=0.0001, log=str(tmp_path / "log"))
    assert runner.at_once(study).conclusion == 5
    assert {pid for _, pid in log_of(tmp_path / "log")} == {os.getpid()}
    assert runner.look(study, "me") is runner.at_once(study)
    assert len(log_of(tmp_path / "log")) == 3


def test_a_process_is_prepared_before_there_is_work_and_not_while_there_is_some(tmp_path, monkeypatch):
    made = Background()
    loads: list[object] = []

    class Pool:
        def submit(self, work):
            loads.append(work)

        def shutdown(self, **_):
            """Nothing."""

    monkeypatch.setattr(made, "_pool", Pool)
    now = 1000.0
    monkeypatch.setattr(background, "clock", lambda: now)
    made.prepare(os.getpid)
    wait_until(lambda: loads == [os.getpid])
    made.prepare(os.getpid)
    time.sleep(0.2)
    assert loads == [os.getpid]
    now += background.IDLE
    made.prepare(os.getpid)
    wait_until(lambda: len(loads) == 2)
    made.close()


def test_a_prepared_process_does_the_work(tmp_path):
    made = Background()
    try:
        made.prepare((tmp_path / "loaded").touch)
        wait_until((tmp_path / "loaded").exists)
        assert finished(made, Squares(2, seconds=0.065)).conclusion == 1
    finally:
        made.close()


def test_nothing_is_left_of_the_processes_when_all_is_closed(tmp_path):
    made = Background()
    made.look(Squares(200, seconds=0.05, log=str(tmp_path / "log")), "me")
    wait_until((tmp_path / "log").exists)
    (_, process), *_ = log_of(tmp_path / "log")
    made.close()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_of_studies_that_nobody_looks_at_only_some_are_remembered():
    idle = Background(0)
    for count in range(2, 2 * background.MOST_IDLE):
        idle.look(Squares(count), "me")
    idle._forget(background.clock())
    assert list(idle._jobs) == [Squares(count) for count in range(background.MOST_IDLE - 1, 2 * background.MOST_IDLE)]
    idle.close()


def test_a_study_that_does_not_know_what_follows_fails_alone(runner, monkeypatch):
    def lost(*_):
        raise RuntimeError("what follows is not known")

    monkeypatch.setattr(job, "after", lost)
    assert finished(runner, Squares(3, seconds=0.002)).status == "failed"
    monkeypatch.undo()
    assert finished(runner, Squares(3, seconds=0.003)).conclusion == 5
