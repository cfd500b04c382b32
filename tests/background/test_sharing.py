"""Studies that one process computes for several servers: the same as here, once for all, and nothing sent twice."""

from __future__ import annotations

import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.reduction import ForkingPickler
from pathlib import Path

import pytest

from core.background import Background, Progress, SharedBackground, Study, done_at_once, sharing
from core.background.background import FAILED
from core.background.example import CountUp, Squares
from core.background.sharing import Asked, Desk
from core.cache import CACHE
from core.endpoint import opened
from core.figures.shown_run import DrawnRun, ShownRun
from core.figures.shown_step import ShownStep
from core.learning import (
    TrainingSettings,
    curve_of_scores,
    get_experiment,
    grid_of_runs,
    iterate,
    many_starts,
    resolve_settings,
    train,
)
from core.learning.study.given_models import Comparing, Judging, LayerOutputs, held
from core.learning.study.scoreboard import Draws
from core.learning.study.valley import Valley
from tests.waiting import wait_until

ROOT = Path(__file__).parents[2]


@pytest.fixture
def path(tmp_path) -> Iterator[Path]:
    """The socket of a process that computes."""
    socket = tmp_path / "run" / "studies.sock"
    process = started(socket)
    yield socket
    process.kill()
    process.wait()


def started(socket: Path) -> subprocess.Popen[bytes]:
    process = subprocess.Popen([sys.executable, "-m", "core.background", str(socket)], cwd=ROOT)
    wait_until(socket.exists)
    return process


@pytest.fixture
def served(path) -> Iterator[SharedBackground]:
    """A server's view of it."""
    made = SharedBackground(str(path))
    yield made
    made.close()


def finished(server: SharedBackground, study: Squares | CountUp, viewer: str = "me") -> Progress:
    wait_until(lambda: server.look(study, viewer).status != "working")
    return server.look(study, viewer)


def log_of(path: Path) -> list[int]:
    return [int(line.split()[0]) for line in path.read_text().splitlines()]


@pytest.mark.slow
def test_what_is_computed_there_is_what_would_be_computed_here(served):
    for study in (Squares(5), CountUp(3)):
        progress = finished(served, study)
        assert (progress.parts, progress.conclusion) == done_at_once(study)
        assert (progress.status, progress.share) == ("finished", 1.0)
        # from now on it is known here
        assert served.peek(study) is progress


@pytest.mark.slow
def test_two_servers_have_it_computed_once(path, tmp_path):
    servers, study = [SharedBackground(str(path)) for _ in range(2)], Squares(4, log=str(tmp_path / "log"))
    for server in servers:
        CACHE._drop((Background, study))
        assert finished(server, study).conclusion == done_at_once(Squares(4))[1]
    assert log_of(tmp_path / "log")[:4] == [0, 1, 2, 3]
    # of these pieces, the test's own computation of the other study wrote none
    assert len(log_of(tmp_path / "log")) == 4
    for server in servers:
        server.close()


@pytest.mark.slow
def test_a_process_that_ended_is_awaited_and_goes_on_when_it_is_back(tmp_path):
    socket = tmp_path / "run" / "studies.sock"
    first = started(socket)
    server, study = SharedBackground(str(socket)), Squares(3, seconds=0.05)
    wait_until(lambda: bool(server.look(study, "me").parts))
    first.send_signal(signal.SIGKILL)
    first.wait()
    had = server.look(study, "me")
    assert (had.status, had.count) == ("working", 3)
    second = started(socket)
    assert finished(server, study).conclusion == done_at_once(Squares(3))[1]
    second.send_signal(signal.SIGTERM)
    assert second.wait(60) == 0
    assert not socket.exists()
    server.close()


@pytest.fixture
def desk() -> Iterator[Desk]:
    background = Background()
    yield Desk(background)
    background.close()


def test_a_study_is_sent_once_and_a_part_as_well(desk):
    asked = Asked("look", b"token", "me", 30.0)
    assert desk.answer(asked) == sharing.UNKNOWN
    study = Squares(3)
    sent = pickle.dumps(study)
    first, whole = desk.answer(Asked("look", b"token", "me", 60.0, study=sent))
    assert (first, whole.parts, whole.status) == (0, (0, 1, 4), "finished")
    # known by the token no more: whoever asks has it
    assert desk.answer(asked) == sharing.UNKNOWN
    first, rest = desk.answer(Asked("peek", b"token", known=2, study=sent))
    assert (first, rest.parts, rest.conclusion) == (2, (4,), 5)
    first, rest = desk.answer(Asked("peek", b"token", known=7, study=sent))
    assert (first, rest.parts) == (0, (0, 1, 4))


def test_what_follows_from_a_visitor_s_file_is_no_result_for_all_but_serves_whoever_looks_at_the_same(desk, tmp_path):
    study = Squares(4, log=str(tmp_path / "log"))
    for visit in ("anna", "ben"):
        _, whole = desk.answer(Asked("look", b"token", visit, 60.0, visit=visit, study=pickle.dumps(study)))
        assert whole.status == "finished"
        assert CACHE.get((Background, study)) is None
    assert sorted(log_of(tmp_path / "log")) == [0, 1, 2, 3]


def test_a_study_that_cannot_name_its_pieces_has_failed(desk, caplog):
    _, progress = desk.answer(Asked("look", b"token", "me", study=pickle.dumps(Squares("three"))))
    assert (progress.status, progress.message) == ("failed", FAILED)
    assert caplog.messages == ["a study failed"]
    # the next one is computed as ever
    assert desk.answer(Asked("look", b"other", "me", 60.0, study=pickle.dumps(Squares(3))))[1].conclusion == 5


def test_one_that_hangs_holds_no_page_up_for_long_and_is_not_asked_again_at_once(tmp_path, monkeypatch):
    monkeypatch.setattr(sharing, "LONGEST_ANSWER", 0.2)
    with opened(str(tmp_path / "studies.sock")):
        server, asked = SharedBackground(str(tmp_path / "studies.sock")), []
        progress = server.look(Squares(17), "me")
        assert (progress.status, progress.count, progress.message) == ("working", 17, sharing.AWAY)
        monkeypatch.setattr(sharing, "reached", asked.append)
        assert server.peek(Squares(17)).status == "stopped"
        assert asked == []
        server.close()


def test_what_another_version_says_is_no_answer(tmp_path):
    def answer(door):
        line = Connection(door.accept()[0].detach())
        line.recv()
        line.send_bytes(b"cno_such_module\nThing\n.")
        line.close()

    with opened(str(tmp_path / "studies.sock")) as door:
        other = threading.Thread(target=lambda: [answer(door) for _ in range(2)])
        other.start()
        server = SharedBackground(str(tmp_path / "studies.sock"))
        progress = server.look(Squares(17), "me")
        assert (progress.status, progress.message) == ("working", sharing.AWAY)
        other.join()
        server.close()


def test_a_viewer_turns_away_and_a_failure_is_forgotten_when_asked(desk):
    assert desk.answer(Asked("stop", viewer="me")) is None
    assert desk.answer(Asked("retry", b"token", study=pickle.dumps(Squares(2)))) is None
    assert desk.answer(Asked("prepare", load=partial(len, ()))) is None


def test_many_threads_ask_at_once(tmp_path):
    background, answers = Background(), []
    with opened(str(tmp_path / "studies.sock")) as door:
        threading.Thread(target=Desk(background).serve, args=(door,), daemon=True).start()
        server = SharedBackground(str(tmp_path / "studies.sock"))
        threads = [
            threading.Thread(
                target=lambda n=n: answers.append(server.look(Squares(n % 3 + 1), f"{n}", 60.0).conclusion)
            )
            for n in range(12)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        server.close()
    assert sorted(answers) == sorted(done_at_once(Squares(n % 3 + 1))[1] for n in range(12))
    background.close()


def test_without_the_process_studies_stand_still_and_what_is_quick_is_computed_here(tmp_path):
    server = SharedBackground(str(tmp_path / "nobody.sock"))
    progress = server.look(Squares(17), "me")
    assert (progress.parts, progress.count, progress.status) == ((), 17, "working")
    assert progress.message == "What computes this is away. It is expected back, and goes on then."
    server.stop("me")
    server.retry(Squares(17))
    server.prepare(partial(len, ()))
    assert server.at_once(Squares(2)).conclusion == 1


RECOVER = get_experiment("recover_kernel")
DESIGNED = held(RECOVER.designed_parameters)
SETTINGS = resolve_settings(RECOVER, TrainingSettings(steps=5))
STUDIES: dict[str, Callable[[], Study]] = {
    "many starts": lambda: many_starts(RECOVER, TrainingSettings(steps=5), count=4),
    "sweep": lambda: grid_of_runs(
        "recover_kernel", {"learning_rate": (0.1, 0.2), "momentum": (0.0, 0.5)}, settings=TrainingSettings(steps=5)
    ),
    "learning curve": lambda: curve_of_scores(
        get_experiment("name_textures"), "patches", (2, 20), seeds=range(2), settings=TrainingSettings(steps=2)
    ),
    "draws": lambda: Draws(RECOVER, TrainingSettings(steps=5), (0, 1)),
    "judging": lambda: Judging(RECOVER, (DESIGNED,)),
    "comparing": lambda: Comparing(RECOVER, DESIGNED),
    "layer outputs": lambda: LayerOutputs(RECOVER, DESIGNED),
    "valley": lambda: Valley(RECOVER),
    "run": lambda: ShownRun(RECOVER, SETTINGS),
    "figure": lambda: DrawnRun.of(train(RECOVER, SETTINGS), tuple(iterate(RECOVER, SETTINGS)), (0, 1)),
    "step": lambda: ShownStep(RECOVER, 0, 0.5, 1),
}


@pytest.mark.parametrize("name", STUDIES)
def test_whatever_pages_ask_for_can_be_sent_there_and_back(name):
    study = STUDIES[name]()
    assert pickle.loads(pickle.dumps(study)) == study  # noqa: S301
    parts, conclusion = done_at_once(study)
    back = pickle.loads(ForkingPickler.dumps((0, Progress(parts, len(parts), conclusion, "finished"))))  # noqa: S301
    assert (len(back[1].parts), type(back[1].conclusion)) == (len(parts), type(conclusion))


def test_what_cannot_be_sent_has_failed_and_the_line_goes_on(tmp_path, caplog, monkeypatch):
    background = Background()
    with opened(str(tmp_path / "studies.sock")) as door:
        threading.Thread(target=Desk(background).serve, args=(door,), daemon=True).start()
        server = SharedBackground(str(tmp_path / "studies.sock"))
        whole = Progress((threading.Lock(),), 1, None, "finished")
        with monkeypatch.context() as patched:
            patched.setattr(background, "look", lambda *_: whole)
            assert server.look(Squares(6), "me").message == FAILED
        assert caplog.messages == ["what a study has found cannot be sent"]
        assert server.look(Squares(6), "me", 60.0).conclusion == 55
        server.close()
    background.close()
