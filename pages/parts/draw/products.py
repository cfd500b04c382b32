"""The arithmetic behind one output, product by product."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from core.convolution import Product
from core.figures.chart import number
from pages.parts.shell import say


def show_row(product: Product, under: Sequence[int], samples: int) -> None:
    """A table of a signal's patch, the kernel and the products; `under` are the patch's indices in so many samples."""
    is_inside = [0 <= index < samples for index in under]
    rows = {"input": product.patch, "kernel": product.kernel, "product": product.products}
    written = [[number(float(value), 4) for value in values] for values in rows.values()]
    heads = [
        f"{index + 1:,}".replace("-", "−") + ("" if inside else ", filled in")
        for index, inside in zip(under, is_inside, strict=True)
    ]
    st.table(
        pd.DataFrame(written, index=pd.Index(list(rows), name="sample"), columns=heads),
        alt="Table of the samples under the kernel, its numbers and their products",
        width="content",
    )
    say.explain_above("sample", *rows)
    _sum(product, is_inside.count(False))


def _sum(product: Product, beyond: int) -> None:
    products = product.products.ravel()
    shown = " ".join(f"{'+' if value >= 0 else '−'} {number(abs(float(value)))}" for value in products[:25])
    shown = shown.removeprefix("+ ")
    shown = f"−{shown[2:]}" if shown.startswith("− ") else shown
    rest = f" … ({len(products)} products)" if len(products) > 25 else ""
    say.markdown(f"Sum: {shown}{rest} = **{number(product.total, 5)}**")
    if beyond:
        lies, was = ("lies", "was") if beyond == 1 else ("lie", "were")
        say.caption(f"{beyond} of the {len(products)} samples {lies} beyond the edge and {was} filled in.")
