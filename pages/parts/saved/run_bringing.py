"""Bringing a run from a file."""

from __future__ import annotations

import streamlit as st

from core.runs import DamagedRun, Full, Service, StoreError, bring_run
from pages.parts.choose.boxes import box
from pages.parts.shell import say
from pages.parts.shell.service import visitor
from pages.parts.shell.show import escaped, warning_sentence


def offer_bringing(runs: Service) -> None:
    """Offer to save a run from a file that was downloaded here or elsewhere."""
    frame = box("Bring a run from a file", "runs_bring", ":material/upload:")
    if not frame.open:
        return
    with frame:
        file = st.file_uploader("A run of up to 8 MB", type=["safetensors"], key="runs_upload")
        if file is None or not st.button("Save it here", key="runs_import", icon=":material/bookmark_add:"):
            return
        try:
            run = bring_run(runs, file.getvalue(), by=visitor())
        except (DamagedRun, Full, StoreError, ValueError) as error:
            warning_sentence(error)
        else:
            say.success(f"{escaped(run.name)} is saved.")
