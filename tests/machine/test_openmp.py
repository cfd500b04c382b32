"""Where OpenMP's threads come from: the system, or what torch brings, or nowhere."""

import ctypes

import llvmlite.binding as llvm
import pytest

import core.machine.openmp as openmp
from core.machine.openmp import SYMBOLS, find_openmp


@pytest.fixture(autouse=True)
def _as_it_was():
    yield
    # LLVM is told again where they are, whatever a test told it
    find_openmp()


def address(name):
    return llvm.address_of_symbol(name)


def test_the_threads_of_the_system_come_first_and_those_of_torch_serve_where_there_are_none(monkeypatch):
    tried, original = [], ctypes.CDLL

    def opened(name):
        tried.append(name)
        if name == "libgomp.so.1":
            raise OSError(name)
        return original(name)

    monkeypatch.setattr(openmp.ctypes, "CDLL", opened)
    monkeypatch.setattr(openmp, "_openmp_of_torch", list)
    assert not find_openmp()
    monkeypatch.undo()
    monkeypatch.setattr(openmp.ctypes, "CDLL", opened)
    assert find_openmp() is bool(openmp._openmp_of_torch())
    assert tried[:2] == ["libgomp.so.1"] * 2


def test_a_library_that_lacks_one_of_the_functions_is_passed_over(monkeypatch):
    # the C library has none of them
    monkeypatch.setattr(openmp.ctypes, "CDLL", lambda _: ctypes.PyDLL(None))
    monkeypatch.setattr(openmp, "SYMBOLS", (*SYMBOLS, "no_such_function_of_openmp"))
    assert not find_openmp()


def test_without_threads_each_function_has_some_address_so_that_code_can_be_loaded(monkeypatch):
    def missing(name):
        raise OSError(name)

    monkeypatch.setattr(openmp.ctypes, "CDLL", missing)
    assert not find_openmp()
    nobody = ctypes.cast(ctypes.pythonapi.Py_IncRef, ctypes.c_void_p).value
    assert [address(name) for name in SYMBOLS] == [nobody] * 3
    monkeypatch.undo()
    if find_openmp():
        assert nobody not in [address(name) for name in SYMBOLS]
