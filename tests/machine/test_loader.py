"""Functions of an object file, called alone and on a team of threads."""

import numpy as np
import pytest

import core.machine.openmp as openmp
from core.machine.compiler import object_code
from core.machine.loader import load
from core.machine.target import VECTOR_BYTES

NAME = "tests.machine.parts.write_parts"


@pytest.fixture(scope="module")
def code():
    return object_code([NAME])


def parts_written(library, threads):
    table = np.zeros(4, np.int64)
    library.run(library.addresses[NAME], threads, table.ctypes.data)
    return table.tolist()


def test_each_thread_does_its_part(code):
    library = load(code, [NAME])
    assert library.vector_bytes == VECTOR_BYTES
    assert parts_written(library, 1) == [1, 0, 0, 0]
    assert parts_written(library, 3) == [3, 3, 3, 0]


def test_without_openmp_there_is_one_part(code, monkeypatch):
    def missing(name, *_):
        raise OSError(name)

    monkeypatch.setattr(openmp.ctypes, "CDLL", missing)
    assert parts_written(load(code, [NAME]), 3) == [1, 0, 0, 0]


def test_the_code_needs_nothing_of_numba(code):
    assert NAME.encode() in code
    for foreign in (b"numba_gil_ensure", b"PyErr_SetString", b"NRT_Allocate", b"numba_unpickle"):
        assert foreign not in code
