"""A visitor's own files: one signal and one picture, which stay in the session for every page that can use them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from core.cache import cached
from core.data import (
    IMAGE_TYPES,
    MAX_MEGABYTES,
    SIGNAL_TYPES,
    Image,
    Signal,
    UnreadableUpload,
)
from pages.parts.choose import choices
from pages.parts.choose.boxes import box
from pages.parts.choose.widgets import show
from pages.parts.shell import say
from pages.parts.shell.held_uploads import let_go, note_held
from pages.parts.shell.reading import reading
from pages.parts.shell.show import escaped, warning_sentence
from pages.parts.shell.visit import uses_own_file

PICTURES = tuple(f".{ending}" for ending in IMAGE_TYPES if ending not in SIGNAL_TYPES)
UPLOADS = "own_uploads"  # how many files were accepted: after each, the uploader is replaced by an empty one
REFUSED = "own_refused"

Kind = type[Signal] | type[Image]
# the session's key of a file, which also stands for it in an address
FILE_KEYS: dict[Kind, str] = {Signal: "own_signal", Image: "own_picture"}
LABELS: dict[Kind, str] = {Signal: "Your signal", Image: "Your picture"}


@dataclass(frozen=True)
class OwnFile:
    """An uploaded file; of a table, one `column` is the signal, and those `left_out` hold text."""

    name: str
    content: bytes = field(repr=False)
    kind: Kind
    columns: tuple[str, ...] = ()
    column: str | None = None
    left_out: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The file's entry in a menu."""
        return f"{LABELS[self.kind]}: {self.name}"

    @property
    def data(self) -> Signal | Image:
        """The signal or picture in the file; all results that follow from it belong to the visit."""
        uses_own_file()
        if self.kind is Signal:
            return _read_signal(self.content, self.name, self.column)
        return _read_picture(self.content, self.name)


def own_file(kind: Kind) -> OwnFile | None:
    """The visitor's file of this kind, if there is one."""
    held: OwnFile | None = st.session_state.get(FILE_KEYS[kind])
    return held


def offer_file(prefix: str, kinds: tuple[Kind, ...], input_key: str) -> None:
    """Show the uploader and the files that are held; a new file becomes the choice of `input_key`."""
    held = [file for kind in kinds if (file := own_file(kind)) is not None]
    frame, key = box("Use your own file", f"{prefix}_own", ":material/upload:"), _uploader(prefix)
    brought = None
    if frame.open:
        reading().prepare()
        types = (*(SIGNAL_TYPES if Signal in kinds else ()), *(IMAGE_TYPES if Image in kinds else ()))
        brought = frame.file_uploader(
            f"A file of up to {MAX_MEGABYTES} MB",
            type=list(dict.fromkeys(types)),
            key=key,
            help="It stays in your session, on every page that can use it, until you remove it. It is not part of "
            "the page's address. It is stored with a run that you save if you say so.",
            on_change=_bring,
            args=(key, kinds, input_key),
        )
    where, why = st.session_state.get(REFUSED, ("", ""))
    if where == key and brought is None:
        # the visitor left the page or closed the box meanwhile, and the uploader forgot the file
        del st.session_state[REFUSED]
    elif where in (key, f"{prefix}_column"):
        warning_sentence(UnreadableUpload(why))
        say.caption("What was shown before is shown instead.")
    for file in held:
        if file.columns[1:]:
            _pick_column(prefix, file)
        st.button(
            f"Remove {escaped(file.name)}",
            key=f"{prefix}_{FILE_KEYS[file.kind]}_away",
            icon=":material/close:",
            on_click=_take_away,
            args=(file.kind,),
        )


def hold_file(content: bytes, name: str, kind: Kind, key: str, input_key: str) -> None:
    """Hold a file and make it the choice of `input_key`, or hold the sentence that says why it cannot be read.

    The sentence is shown by the widget with this `key`.
    """
    try:
        file = opened(content, name, kind)
    except UnreadableUpload as error:
        st.session_state[REFUSED] = key, str(error)
        return
    st.session_state[FILE_KEYS[file.kind]] = file
    note_held(FILE_KEYS[file.kind], len(content))
    st.session_state[UPLOADS] = st.session_state.get(UPLOADS, 0) + 1
    choices.keep(input_key, FILE_KEYS[file.kind])


def _uploader(prefix: str) -> str:
    """The key of the present uploader."""
    return f"{prefix}_upload_{st.session_state.get(UPLOADS, 0)}"


def _bring(key: str, kinds: tuple[Kind, ...], input_key: str) -> None:
    """Hold the uploaded file, or the sentence that says why it cannot be read."""
    upload = st.session_state[key]
    st.session_state.pop(REFUSED, None)
    if not isinstance(upload, UploadedFile):
        return  # none, or one that has gone meanwhile
    is_picture = Signal not in kinds or (Image in kinds and upload.name.lower().endswith(PICTURES))
    hold_file(upload.getvalue(), upload.name, Image if is_picture else Signal, key, input_key)
    if REFUSED not in st.session_state:
        let_go(upload)


def opened(content: bytes, name: str, kind: Kind) -> OwnFile:
    """A file that can be read; raises UnreadableUpload for others."""
    uses_own_file()
    columns, left_out = (
        names_of(content, name) if kind is Signal else () for names_of in (reading().columns, reading().text_columns)
    )
    file = OwnFile(name, content, kind, columns, columns[0] if columns else None, left_out)
    return replace(file, name=file.data.title)


def _pick_column(prefix: str, file: OwnFile) -> None:
    """A menu of a table's columns; all pages share its choice."""
    key = f"{prefix}_column"
    show(key, file.column)
    st.selectbox("Column", file.columns, key=key, on_change=_take_column, args=(prefix, key, file))


def _take_column(prefix: str, key: str, file: OwnFile) -> None:
    """Read another column; one without numbers leaves the file as it was, with a sentence."""
    chosen = replace(file, column=st.session_state[key])
    st.session_state.pop(REFUSED, None)
    try:
        _ = chosen.data
    except UnreadableUpload as error:
        st.session_state[REFUSED] = key, str(error)
    else:
        st.session_state[FILE_KEYS[file.kind]] = chosen


def _take_away(kind: Kind) -> None:
    """Forget the file, and every choice of it."""
    st.session_state.pop(REFUSED, None)
    del st.session_state[FILE_KEYS[kind]]
    note_held(FILE_KEYS[kind], 0)
    choices.forget_text(FILE_KEYS[kind])


# cached: every change on a page needs the same files again
@cached
def _read_signal(content: bytes, name: str, column: str | None) -> Signal:
    return reading().read_signal(content, name, column)


@cached
def _read_picture(content: bytes, name: str) -> Image:
    return reading().read_image(content, name)
