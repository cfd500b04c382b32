"""What functions of numba do with addresses: read, write, convert, see a table."""

from __future__ import annotations

import numpy as np
from llvmlite import ir
from numba import carray, njit, types  # type: ignore[attr-defined]
from numba.extending import intrinsic

from core.machine.vectors import POINTER, Element


@intrinsic
def load(_context, address, kind):
    """The element at an address, of the type of `kind`."""

    def generate(_context, builder, _signature, values):
        element = Element.of(kind)
        return builder.load(builder.inttoptr(values[0], POINTER), typ=element.scalar, align=element.size)

    return kind(types.intp, kind), generate


@intrinsic
def store(_context, address, value):
    """Write an element to an address."""

    def generate(context, builder, _signature, values):
        builder.store(values[1], builder.inttoptr(values[0], POINTER), align=Element.of(value).size)
        return context.get_dummy_value()

    return types.void(types.intp, value), generate


@intrinsic
def convert(_context, source, target, source_kind, target_kind):
    """Copy as many numbers as a vector has lanes of the wider type, converting them."""

    def generate(context, builder, _signature, values):
        given, wanted = Element.of(source_kind), Element.of(target_kind)
        lanes = min(given.lanes, wanted.lanes)
        pointers = [builder.inttoptr(value, POINTER) for value in values[:2]]
        numbers = builder.load(pointers[0], typ=ir.VectorType(given.scalar, lanes), align=given.size)
        if given.size < wanted.size:
            numbers = builder.fpext(numbers, ir.VectorType(wanted.scalar, lanes))
        elif given.size > wanted.size:
            numbers = builder.fptrunc(numbers, ir.VectorType(wanted.scalar, lanes))
        builder.store(numbers, pointers[1], align=wanted.size)
        return context.get_dummy_value()

    return types.void(types.intp, types.intp, source_kind, target_kind), generate


@intrinsic
def _pointer(_context, address, kind):
    def generate(context, builder, signature, values):
        return builder.inttoptr(values[0], context.get_value_type(signature.return_type))

    return types.CPointer(kind)(types.intp, kind), generate


@njit(nogil=True, error_model="numpy")
def numbers_at(address, kind):
    """An array of the type of `kind` at an address, of whatever length: indices are not checked."""
    return carray(_pointer(address, kind), 1)


@njit(nogil=True, error_model="numpy")
def table_at(address):
    """A table of whole numbers at an address."""
    return carray(_pointer(address, np.int64(0)), 1)
