"""The arithmetic behind one output, product by product."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from core.convolution import Product
from core.figures import kernel_chart, shared_limit
from core.figures.chart import number
from pages.parts.shell.show import chart


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
