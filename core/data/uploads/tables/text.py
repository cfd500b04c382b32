"""From bytes to text: the encoding is judged by the first bytes alone, line ends become one kind."""

from __future__ import annotations

import codecs

from core.data.uploads.limits import UnreadableUpload, shown_name

BYTE_ORDER_MARK = "\ufeff"
JUDGED_BYTES = 400
END_OF_FILE = "\x1a"  # as DOS wrote it
CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a\x1b"))  # of which text has hardly any


def decoded(data: bytes, filename: str) -> str:
    r"""The text of a file in UTF-8, UTF-16 or Windows-1252, its lines ending in \n, without marks of order or end.

    UTF-16 is told by its mark, or by zeros in every other byte; what is not UTF-8 is Windows-1252. Raises
    UnreadableUpload where zeros or many other control signs show that it is no text.

    >>> decoded(b"\xb5V\r1\r\n", "a.csv")
    'µV\n1\n'
    """
    encoding = _encoding(data)
    garbled = encoding == "cp1252" and len(data[:JUDGED_BYTES].translate(None, CONTROLS)) < 0.95 * len(
        data[:JUDGED_BYTES]
    )
    text = "\0" if garbled else data.decode(encoding, errors="replace")
    if "\0" in text:
        raise UnreadableUpload(f"{shown_name(filename)} is not text: save the table as CSV (UTF-8) and upload that.")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if END_OF_FILE in text[-2:]:
        text = text.rstrip(END_OF_FILE + "\n")
    return text.replace(BYTE_ORDER_MARK, "") if BYTE_ORDER_MARK in text else text


def _encoding(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    even, odd = (data[start:JUDGED_BYTES:2].count(0) for start in (0, 1))
    if max(even, odd) > 0.4 * min(len(data), JUDGED_BYTES) and not min(even, odd):
        return "utf-16-be" if even else "utf-16-le"
    try:
        codecs.decode(data, "utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"
