"""The arithmetic behind one output, product by product."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from core.convolution import Product, products_at
from core.figures import Frame, kernel_chart, shared_limit
from core.figures.chart import number
from core.filters import Layer
from pages.parts.shell.show import chart


def take_apart(data: NDArray[Any], layer: Layer, output: int | tuple[int, ...]) -> Product:
    """The patch, the kernel as it lies there, and their products, for one answer of a layer without channels."""
    return products_at(
        data,
        layer.kernel,
        output,
        flip=layer.flip,
        boundary=layer.boundary,
        stride=layer.stride,
        dilation=layer.dilation,
    )


def show_row(product: Product) -> None:
    """A table of a signal's patch, the kernel and the products."""
    rows = {"sample": product.patch, "kernel": product.kernel, "product": product.products}
    written = {name: [number(float(value), 4) for value in values] for name, values in rows.items()}
    table = pd.DataFrame(written, index=pd.RangeIndex(1, len(product.patch) + 1, name="tap"))
    st.table(table.T, alt="Table of the samples under the kernel, its numbers and their products")
    _sum(product)


def show_maps(product: Product, key: str) -> None:
    """Maps of an image's patch, the kernel and the products."""
    parts = (("Patch", product.patch), ("Kernel", product.kernel), ("Products", product.products))
    columns = st.columns(3)
    for column, (title, values), sign in zip(columns, parts, ("×", "=", ""), strict=True):
        with column:
            st.caption(f"{title} {sign}".strip())
            finite = np.nan_to_num(np.asarray(values, dtype=np.float64))
            chart(kernel_chart(finite, title.lower(), limit=shared_limit(finite), height=220), f"{key}_{title}")
    _sum(product)


def _sum(product: Product) -> None:
    products = product.products.ravel()
    shown = " ".join(f"{'+' if value >= 0 else '−'} {number(abs(float(value)))}" for value in products[:25])
    shown = shown.removeprefix("+ ")
    rest = f" … ({len(products)} products)" if len(products) > 25 else ""
    st.markdown(f"Sum: {shown}{rest} = **{number(product.total, 5)}**")
    beyond = int((~product.inside).sum())
    if beyond:
        st.caption(f"{beyond} of the {len(products)} samples lie beyond the edge and were filled in.")


def under(layer: Layer, output: tuple[int, int]) -> Frame:
    """The part of an image that the kernel lies on at one output."""
    rows, columns = ((taps - 1) * layer.dilation // 2 for taps in layer.kernel.shape)
    return Frame(output[0] * layer.stride, output[1] * layer.stride, rows, columns)
