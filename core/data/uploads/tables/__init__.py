"""Tables from strangers: text, dialect, header, columns, and the times of their rows."""

from core.data.uploads.tables.data import (
    IMAGE_ENDINGS,
    SIGNAL_ENDINGS,
    names_of,
    read_column,
    read_pixels,
    text_names_of,
)

__all__ = ["IMAGE_ENDINGS", "SIGNAL_ENDINGS", "names_of", "read_column", "read_pixels", "text_names_of"]
