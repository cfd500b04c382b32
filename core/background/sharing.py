"""Studies that one process computes for all servers of a machine: its side of a socket, and theirs.

A study is sent once, and known by its token from then on; of its parts only those are sent that whoever asks does not
have yet.
"""

from __future__ import annotations

import contextlib
import copyreg
import dataclasses
import logging
import pickle
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from multiprocessing.connection import Connection
from pickle import PicklingError
from types import MappingProxyType
from typing import Any

from core.background.background import FAILED, FORGOTTEN, Background
from core.background.progress import Progress
from core.background.recent import Recent
from core.background.study import Study, worked_on
from core.cache import belongs_to, keep, owner
from core.endpoint import OTHER_VERSION, reached

LONGEST_ANSWER = 5.0  # seconds beyond what was to be waited for; who takes longer hangs
AWAY_FOR = 10.0  # seconds after which one that hung is asked again
AWAY = "What computes this is away. It is expected back, and goes on then."
PREPARED_FOR = 30.0  # seconds after which the process is asked again to be ready
# studies that either side remembers, and for how long: they may hold a visitor's picture
MOST_KNOWN, MOST_BYTES, KNOWN_FOR = 500, 256 * 2**20, FORGOTTEN
UNKNOWN = "unknown"
log = logging.getLogger(__name__)
clock = time.monotonic
Line = Connection  # of multiprocessing: whole objects come and go


def _read_only(items: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(items)


# results hold mappings that nobody may change, which pickle alone does not know
copyreg.pickle(MappingProxyType, lambda mapping: (_read_only, (dict(mapping),)))


@dataclass(frozen=True)
class Asked:
    """A request: `what` is the name of a method; `known` counts the parts that whoever asks has already."""

    what: str
    token: bytes = b""
    viewer: str = ""
    wait: float = 0.0
    known: int = 0
    visit: str | None = None
    study: bytes = b""  # pickled
    load: Callable[[], Any] | None = None


class SharedBackground(Background):
    """What the process at a socket computes; what is quick is computed here. Results are kept here as well.

    While the process is away, studies stand still: it is expected back.
    """

    def __init__(self, path: str) -> None:
        super().__init__(0)
        self._path = path
        self._lines: list[Line[Any, Any]] = []  # that nobody uses now
        self._lock = threading.Lock()
        self._tokens = Recent[Study, bytes](KNOWN_FOR, MOST_KNOWN)
        self._parts = Recent[bytes, tuple[Any, ...]](KNOWN_FOR, MOST_KNOWN)
        self._prepared = -PREPARED_FOR
        self._away_until = 0.0

    def look(self, study: Study, viewer: str, wait: float = 0.0) -> Progress:
        """As `Background.look`."""
        known = self._known(study)
        if known is not None:
            self.stop(viewer)
            return known
        return self._progress("look", study, viewer, wait)

    def peek(self, study: Study) -> Progress:
        """As `Background.peek`."""
        known = self._known(study)
        return self._progress("peek", study) if known is None else known

    def stop(self, viewer: str) -> None:
        """As `Background.stop`."""
        self._ask(Asked("stop", viewer=viewer))

    def retry(self, study: Study) -> None:
        """As `Background.retry`."""
        self._ask(Asked("retry", self._token(study)))

    def prepare(self, load: Callable[[], Any]) -> None:
        """As `Background.prepare`."""
        if clock() - self._prepared > PREPARED_FOR:
            self._prepared = clock()
            self._ask(Asked("prepare", load=load))

    def close(self) -> None:
        """Let go of the process, which goes on for the other servers."""
        with self._lock:
            while self._lines:
                self._lines.pop().close()

    def _progress(self, what: str, study: Study, viewer: str = "", wait: float = 0.0) -> Progress:
        token = self._token(study)
        had = self._parts.get(token) or ()
        asked = Asked(what, token, viewer, wait, len(had), owner())
        answer = self._ask(asked)
        if answer == UNKNOWN:
            answer = self._ask(dataclasses.replace(asked, study=pickle.dumps(study)))
        if not isinstance(answer, tuple):
            # it will be told all of it when it is back
            status = "working" if what == "look" else "stopped"
            return Progress(had, len(worked_on(study.pieces())), None, status, message=AWAY)
        first, progress = answer
        progress = dataclasses.replace(progress, parts=(*had[:first], *progress.parts))
        if progress.status == "finished":
            keep((Background, study), progress)
            self._parts.drop(token)
            self._tokens.drop(study)
        else:
            self._parts.put(token, progress.parts)
        return progress

    def _token(self, study: Study) -> bytes:
        """By what the other side knows a study: a digest of all of it."""
        token = self._tokens.get(study)
        if token is None:
            token = blake2b(pickle.dumps(study), digest_size=16).digest()
            self._tokens.put(study, token)
        return token

    def _ask(self, asked: Asked) -> Any:
        """The answer to a request; None where there is none, or where the process hangs."""
        for _ in range(2):  # a line may be left from a process that is gone
            if clock() < self._away_until:
                return None
            try:
                with self._line() as line:
                    line.send(asked)
                    if not line.poll(asked.wait + LONGEST_ANSWER):
                        self._away_until = clock() + AWAY_FOR
                        raise TimeoutError
                    return line.recv()
            except (OSError, EOFError, *OTHER_VERSION):
                continue
        return None

    @contextlib.contextmanager
    def _line(self) -> Iterator[Line[Any, Any]]:
        """A line that nobody else uses meanwhile; one that fails is closed."""
        with self._lock:
            line = self._lines.pop() if self._lines else None
        if line is None:
            line = reached(self._path)
        try:
            yield line
        except BaseException:
            line.close()
            raise
        with self._lock:
            self._lines.append(line)


class Desk:
    """The other side: answers whoever comes to a socket, each on a thread of its own."""

    def __init__(self, background: Background) -> None:
        self._background = background
        self._studies = Recent[bytes, Study](KNOWN_FOR, MOST_KNOWN, MOST_BYTES)

    def serve(self, door: socket.socket) -> None:
        """Let everybody in who comes, until the door is closed."""
        while door.fileno() >= 0:
            try:
                line: Line[Any, Any] = Connection(door.accept()[0].detach())
            except OSError:
                time.sleep(0.1)  # no more files can be opened now, or the door is closed
                continue
            try:
                threading.Thread(target=self._answer_all, args=(line,), name="studies", daemon=True).start()
            except RuntimeError:
                line.close()  # no more threads can begin now: whoever it is comes again

    def _answer_all(self, line: Line[Any, Any]) -> None:
        with line, contextlib.suppress(OSError, EOFError, *OTHER_VERSION):
            while True:
                answer = self.answer(line.recv())
                try:
                    line.send(answer)
                except (TypeError, PicklingError):
                    # told, since whoever asks would wait for ever
                    log.exception("what a study has found cannot be sent")
                    line.send((0, _failed()))

    def answer(self, asked: Asked) -> Any:
        """What is to be sent back."""
        if asked.what == "stop":
            return self._background.stop(asked.viewer)
        if asked.what == "prepare":
            return None if asked.load is None else self._background.prepare(asked.load)
        study = self._study(asked)
        if study is None:
            return UNKNOWN
        if asked.what == "retry":
            return self._background.retry(study)
        progress = self._looked_at(study, asked)
        # a study that was forgotten has fewer parts than before: then all are sent
        first = asked.known if asked.known <= len(progress.parts) else 0
        if progress.status == "finished":
            self._studies.drop(asked.token)
        return first, dataclasses.replace(progress, parts=progress.parts[first:])

    def _looked_at(self, study: Study, asked: Asked) -> Progress:
        # what follows from a visitor's own file belongs to a visit that is not here: it stays with the study
        belongs_to(asked.visit)
        try:
            if asked.what == "look":
                return self._background.look(study, asked.viewer, asked.wait)
            return self._background.peek(study)
        except Exception as error:
            # such as what its pieces are
            log.warning("a study failed", exc_info=error)
            return _failed()
        finally:
            belongs_to(None)

    def _study(self, asked: Asked) -> Study | None:
        if asked.study:
            self._studies.put(asked.token, pickle.loads(asked.study), len(asked.study))  # noqa: S301 - of our own user
        return self._studies.get(asked.token)


def _failed() -> Progress:
    """Of a study of which nothing can be told but that."""
    return Progress((), 1, None, "failed", message=FAILED)
