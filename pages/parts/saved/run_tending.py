"""What can be done with one saved run: open it, download it, rename it, delete it."""

from __future__ import annotations

import streamlit as st

from core.export import losses_file, model_onnx, name_of, run_file
from core.runs import RunView, Service, StoreError
from core.runs.service.visitor import SOMEBODY_ELSES
from pages.parts.saved.run_address import choose_run
from pages.parts.saved.run_deletion import offer_deletion
from pages.parts.shell import say
from pages.parts.shell.service import viewed, visitor
from pages.parts.shell.show import download, escaped, warning_sentence


def tend_run(runs: Service, run: str, name: str) -> None:
    """Show what a visitor may do with a run of this name in the list; one that cannot be shown can only be deleted."""
    view = viewed(runs, run)
    if view is None:
        offer_deletion(runs, [run], name)
        return
    is_mine = visitor().may_control(view.record.owner)
    say.header(escaped(name))
    with st.container(horizontal=True):
        if st.button("Open it", key="runs_open", type="primary", icon=":material/open_in_new:"):
            choose_run(run)
            st.switch_page("pages/converge.py")
        if view.has_begun:
            _offer_files(view)
        if is_mine:
            offer_deletion(runs, [run], name)
    if is_mine:
        _offer_words(runs, view)
    else:
        say.caption(SOMEBODY_ELSES)


def _offer_files(view: RunView) -> None:
    record = view.record
    task = record.experiment
    # a run's file contains its data, which may be somebody else's
    if not task.own_data or visitor().may_control(record.data_owner):
        name = name_of(f"run_{task.name}", "safetensors", record)
        download("Run as a file", lambda: run_file(view), name, "runs_file")
    name = name_of(f"loss_{task.name}", "csv", record)
    download("Losses as CSV", lambda: losses_file(view), name, "runs_losses_csv")
    name = name_of(task.name, "onnx", record)
    download("Model as ONNX", lambda: model_onnx(task, view.trajectory.last), name, "runs_onnx")


def _offer_words(runs: Service, view: RunView) -> None:
    """A form for name, tags and note."""
    record = view.record
    with st.form("runs_form", border=True):
        name = st.text_input("Name", record.name, key=f"runs_name_{record.id}")
        tags = st.text_input("Tags, separated by commas", ", ".join(record.tags), key=f"runs_tags_{record.id}")
        note = st.text_area("Note", record.note, key=f"runs_note_{record.id}")
        if st.form_submit_button("Save", icon=":material/save:"):
            chosen = [part for part in tags.split(",") if part.strip()]
            try:
                runs.describe(record.id, name=name, tags=chosen, note=note, by=visitor())
            except (ValueError, StoreError) as error:
                warning_sentence(error)
            else:
                st.rerun()
