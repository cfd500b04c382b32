"""Written instructions against NumPy: loops, and every operation on vectors."""

import ctypes

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from llvmlite import ir

from core.machine.loader import compiled
from core.machine.vectors import INTEGER, POINTER, Element, Writer, whole

ELEMENTS = {np.float32: Element(ir.FloatType(), 4), np.float64: Element(ir.DoubleType(), 8)}


def function_of(write, element=ELEMENTS[np.float64]):
    """A function of one address that does what `write(writer, address)` writes."""
    module = ir.Module(context=ir.Context())
    function = ir.Function(module, ir.FunctionType(ir.VoidType(), [INTEGER]), "written")
    writer = Writer(ir.IRBuilder(function.append_basic_block("entry")), element)
    write(writer, function.args[0])
    writer.builder.ret_void()
    engine = compiled(module)
    call = ctypes.CFUNCTYPE(None, ctypes.c_int64)(engine.get_function_address("written"))
    call.engine = engine  # it keeps the code in memory
    return call


def _write_sums(writer, table):
    """Of the counts, and of the counts of a loop within: from the first number of the table to the second."""
    builder = writer.builder
    first, end = writer.integer_at(table, whole(0)), writer.integer_at(table, whole(1))

    def outer(count, carried):
        def inner(within, total):
            return [builder.add(total[0], within)]

        (total,) = writer.loop(whole(0), count, 1, inner, carried[1:])
        return [builder.add(carried[0], count), total]

    for place, total in enumerate(writer.loop(first, end, 3, outer, [whole(0), whole(0)])):
        builder.store(total, builder.inttoptr(writer.offset(table, whole(2 + place), 8), POINTER))


SUMS = function_of(_write_sums)


@given(first=st.integers(-20, 20), length=st.integers(-20, 40))
def test_a_loop_counts_and_carries_with_at_least_one_turn(first, length):
    table = np.array([first, first + length, -1, -1])
    SUMS(table.ctypes.data)
    counts = list(range(first, first + max(length, 1), 3))
    within = sum(sum(range(max(count, 1))) for count in counts)
    assert table[2:].tolist() == [sum(counts), within]


OPERATIONS = {
    "multiply_add": (lambda w, a, b, c: w.multiply_add(a, b, c), lambda a, b, c: a * b + c),
    "subtract_product": (lambda w, a, b, c: w.subtract_product(a, b, c), lambda a, b, c: c - a * b),
    "absolute": (lambda w, a, b, c: w.absolute(a), lambda a, b, c: np.abs(a)),
    "square_root": (lambda w, a, b, c: w.square_root(w.absolute(a)), lambda a, b, c: np.sqrt(np.abs(a))),
    "constant": (lambda w, a, b, c: w.constant(0.75), lambda a, b, c: np.full_like(a, 0.75)),
    "shuffle": (
        lambda w, a, b, c: w.shuffle(a, b, range(1, w.element.lanes + 1)),
        lambda a, b, c: np.append(a[1:], b[0]),
    ),
}


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("name", OPERATIONS)
def test_operations_on_vectors_are_those_of_numpy(name, dtype):
    element = ELEMENTS[dtype]
    written, expected = OPERATIONS[name]

    def write(writer, address):
        vectors = [writer.load(writer.offset(address, whole(place), 8 * 8)) for place in range(3)]
        writer.store(written(writer, *vectors), writer.offset(address, whole(3), 8 * 8))
        writer.store(writer.spread(address), writer.offset(address, whole(4), 8 * 8))

    memory = np.zeros((5, 64 // element.size), dtype)
    memory[:3] = np.random.default_rng(0).normal(size=memory[:3].shape)
    function_of(write, element)(memory.ctypes.data)
    a, b, c, found, spread = memory[:, : element.lanes]
    np.testing.assert_allclose(found, expected(a, b, c), rtol=4 * np.finfo(dtype).eps, atol=4 * np.finfo(dtype).eps)
    assert (spread == a[0]).all()
