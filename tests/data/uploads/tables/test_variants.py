"""Tables of known numbers, written in the customs of many programs and countries, come back exactly.

Two kinds of file mean two things, and may be refused with a sentence that says so; nothing else may:

- commas: no line of names, and each line numbers with commas between them that are one number as well;
- thousands: no number of the file has a decimal sign that could not as well stand between thousands (1,234).

Of the latter, points are decimal points by convention, except where semicolons part the columns.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.data.uploads import UnreadableUpload, read_signal, signal_columns

NOTES = ("", "ok", "start; ok", "a, b", 'it is "on"', "two words", "line\ntwo", "don't", "tab\there", "x|y", "5 V")
# the names of a column of times, and how many of its units make a second
CLOCKS = {
    "time": 1,
    "t": 1,
    "Time (s)": 1,
    "t [s]": 1,
    "Time (µs)": 1e6,
    "timestamp_us": 1e6,
    "time_ms": 1e3,
    "Zeit in ms": 1e3,
    "Time/ns": 1e9,
    "elapsed time (min)": 1 / 60,
    "Zeit [h]": 1 / 3600,
    "days": 1 / 86400,
    "index": None,
    "Time (ticks)": None,
}
TIME_UNITS = {"s": 1, "ms": 1e3, "(µs)": 1e6, "seconds": 1}
SINCE_1970 = {"timestamp": 1, "epoch": 1e3}
DATES = {"Datum": "%d.%m.%Y %H:%M:%S.%f", "when": "%Y-%m-%dT%H:%M:%S.%f"}
STEPS = {0.5: 1, 0.001: 3, 0.25: 2, 0.04: 2}  # and how many decimal places they have
NAMES = ("volts", "CH1 (V)", "Kanal A", "x, y", "force [kN]", "Größe", 'the "left" one', "pressure")
UNITS = {"CH1 (V)": "V", "force [kN]": "kN"}
MARKERS = ("NA", "NaN", "null", "-", "")
IDLE = 105  # rows of zeros before anything happens, more than a column is judged by at first
BARE = {" ": " \t", "": ","}  # signs besides the separator that make a cell need quotation marks


@dataclass
class Custom:
    """How a program writes tables."""

    separator: str
    decimal: str
    thousands: str
    minus: str
    plus: str
    quote: str
    quoting: str

    def number(self, value, places, power=""):
        written = f"{abs(value):.{places}{power or 'f'}}"
        whole, point, part = written.partition(".")
        if self.thousands and not power:
            whole = re.sub(r"(?<=\d)(?=(\d{3})+$)", self.thousands, whole)
        sign = self.minus if value < 0 else self.plus
        return sign + whole + point.replace(".", self.decimal) + part

    def cell(self, text, is_number):
        special = (self.separator or "\t", self.quote, "\n", *(BARE.get(self.separator, "") if not is_number else ""))
        always = self.quoting == "all" or (self.quoting == "text" and not is_number and text)
        if always or any(sign in text for sign in special):
            return self.quote + text.replace(self.quote, self.quote * 2) + self.quote
        return text if text or self.separator != " " else self.quote * 2

    def line(self, cells, is_number=False):
        return (self.separator or "\t").join(self.cell(cell, is_number) for cell in cells)


def one_of(draw, *choices):
    return draw(st.sampled_from(choices))


def custom_for(draw, width):
    decimal, quote = one_of(draw, ".", ","), one_of(draw, '"', '"', "'")
    between = ["", "", "\u202f", "\u00a0", "." if decimal == "," else ","] + (["'"] if quote == '"' else [])
    return Custom(
        separator=one_of(draw, ",", ";", "\t", "|", " ") if width > 1 else "",
        decimal=decimal,
        thousands=one_of(draw, *between),
        minus=one_of(draw, "-", "-", "−", "–"),
        plus=one_of(draw, "", "", "", "+"),
        quote=quote,
        quoting=one_of(draw, "least", "text", "all"),
    )


def times_for(draw, custom, rows, is_named):
    """The name, the cells and the values of a column of times, and the rate as far as the column makes it known."""
    name = one_of(draw, *CLOCKS, *SINCE_1970, *DATES)
    step = 1.0 if CLOCKS.get(name, 1) is None else one_of(draw, *STEPS)
    if name in DATES:
        at = [datetime(2024, 2, 28, 23, 59, 58) + timedelta(seconds=step * row) for row in range(rows)]
        return name, [moment.strftime(DATES[name]) for moment in at], None, 1 / step if rows > 1 else None
    since = 1.7e9 * SINCE_1970.get(name, 0)
    values = np.round(since + np.arange(rows) * step, 3)
    places = STEPS.get(step, 0)
    per_second = SINCE_1970.get(name) or CLOCKS[name]
    known = per_second and rows > 1 and (is_named or (name in SINCE_1970 and rows >= 3))
    return name, [custom.number(value, places) for value in values], values, per_second / step if known else None


def values_for(draw, custom, rows, random):
    places, power = draw(st.integers(0, 4)), one_of(draw, "", "", "", "", "e", "E")
    size = one_of(draw, 2.0, 900.0, 20_000.0, 3e6)
    values = random.uniform(-size if draw(st.booleans()) else 0, size, rows)
    if custom.thousands == "." and custom.separator != ";":
        places = max(places, 1)  # else points would be decimal ones by convention
    cells = [custom.number(value, places, power) for value in values]
    exact = np.array([float(f"{value:.{places}{power or 'f'}}") for value in values])
    if rows > IDLE and draw(st.booleans()):
        cells[:IDLE], exact[:IDLE] = ["0"] * IDLE, 0
    return cells, exact


@st.composite
def tables(draw):
    """The bytes of a file, its expected columns {name: (values, unit)}, their rate, and of which ambiguous kinds it is."""
    rows = one_of(draw, 1, 2, 3, 5, 12, 40, IDLE + 5)
    with_times, count = draw(st.booleans()), draw(st.integers(1, 3))
    with_notes = draw(st.booleans()) and (with_times or count > 1)
    custom = custom_for(draw, with_times + count + with_notes)
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    is_named = rows == 1 or draw(st.booleans())  # a line alone is a row of samples

    columns, rate = [], None
    if with_times:
        *column, rate = times_for(draw, custom, rows, is_named)
        columns.append(column)
    for name in draw(st.permutations(NAMES))[:count]:
        columns.append((name, *values_for(draw, custom, rows, random)))
    values = next(values for _, _, values in columns if values is not None)
    by_chance = rows >= 3 and len(set(np.round(np.diff(values), 9))) == 1
    assume(is_named or (with_times and columns[0][2] is values) or not by_chance)
    marker = one_of(draw, *MARKERS)
    if rows > 1 and one_of(draw, True, False, False) and (marker or len(columns) + with_notes > 1):
        _, cells, values = columns[-1]
        cells[at := draw(st.integers(1, rows - 1))], values[at] = marker, np.nan
    units = [UNITS.get(name, "") if is_named else "" for name, _, _ in columns]
    has_units = (
        is_named and not any(units) and (not with_times or columns[0][0] in ("time", "t")) and draw(st.booleans())
    )
    if has_units:
        units = [one_of(draw, "V", "mV", "m/s²", "°C") for _ in columns]
        if with_times:
            units[0] = one_of(draw, *TIME_UNITS)
            rate = rate and rate * TIME_UNITS[units[0]]

    names = [name if is_named else f"column {at}" for at, (name, _, _) in enumerate(columns, 1)]
    expected = {
        name: (values, unit)
        for name, unit, (_, _, values) in zip(names, units, columns, strict=True)
        if values is not None
    }
    if with_times and (is_named or rows >= 3):
        expected.pop(names[0], None)
    heads = [[name for name, _, _ in columns], units] if has_units else [[name for name, _, _ in columns]]
    body = list(zip(*(cells for _, cells, _ in columns), strict=True))
    notes = [random.choice(NOTES) for _ in body] if with_notes else []
    text = written(draw, custom, heads if is_named else [], body, notes)
    kinds = ambiguities(custom, body, len(columns) + with_notes, is_named)
    return encoded(draw, text), expected, rate, kinds


def written(draw, custom, heads, body, notes):
    """The text of a file: what may stand before a table, names and units, rows, and blank lines between and behind."""
    width = len(body[0]) + bool(notes)
    lines = draw(preambles(custom, width, bool(heads)))
    trailing = [""] if custom.separator not in ("", " ") and draw(st.booleans()) else []
    for at, head in enumerate(heads):
        lines.append(custom.line([*head, *([("note", "-")[at]] if notes else []), *trailing]))
    for at, row in enumerate(body):
        rest = [*([notes[at]] if notes else []), *trailing]
        cells = [custom.cell(cell, not re.search(r"\d\d:\d\d", cell)) for cell in row]
        lines.append((custom.separator or "\t").join([*cells, *(custom.cell(cell, False) for cell in rest)]))
        lines += [""] * (one_of(draw, *[0] * 30, 1))
    return "\n".join(lines) + one_of(draw, "", "\n", "\n\n")


@st.composite
def preambles(draw, custom, width, is_named):
    if width > 1 and custom.separator != " " and one_of(draw, True, False, False, False):
        return [f"sep={custom.separator}"]
    kinds = ["", "# Scope 7\n# Date: 2021-04-14 13:10:34,255; ok", "Model: TDS 2012", "% made by hand\n"]
    if is_named:
        kinds += ["Model,TDS2012,3,5,6,7,8,9", "Sample rate: 1000 Hz\nOperator: A. B.\n", "// first\n; second"]
    return one_of(draw, [], [], [], *([kind] for kind in kinds)).copy()


def encoded(draw, text):
    text = re.sub("\n", lambda _: one_of(draw, *ends), text) if (ends := one_of(draw, *LINE_ENDS)) else text
    kind = one_of(draw, "utf-8", "utf-8-sig", "utf-16", "utf-16-be", "twice", "cp1252")
    if kind == "twice":
        return b"\xef\xbb\xbf" * 2 + text.encode()
    if kind == "cp1252" and re.search("[−\u202f]", text):
        kind = "utf-8"
    return (b"\xfe\xff" if kind == "utf-16-be" else b"") + text.encode(kind)


LINE_ENDS = (("\n",), ("\r\n",), ("\r",), ("\n", "\r\n"))


def ambiguities(custom, body, width, is_named):
    """Which kinds of file that mean two things this one is of."""
    bare = [cell.lstrip("+-−–") for row in body for cell in row if cell not in MARKERS]
    commas = width == 1 and custom.quoting != "all" and len({cell.count(",") for cell in bare} - {0}) == 1
    commas |= width > 1 and custom.separator == "," and all(re.fullmatch(r"\d+(e.*)?", cell, re.I) for cell in bare)
    signed = [cell for cell in bare if re.search("[.,]", cell) and not re.search(r"\d\d:\d\d", cell)]
    told = [cell for cell in signed if not re.fullmatch(r"[1-9]\d{0,2}(['\u00a0\u202f]\d{3})*[.,]\d{3}", cell)]
    return (["commas"] if commas and not is_named else []) + (["thousands"] if signed and not told else [])


SENTENCES = {
    "commas": "has commas that could stand between columns or within numbers",
    "thousands": "could mean",
}


def check(case):
    content, expected, rate, kinds = case
    try:
        assert signal_columns(content, "a.csv") == tuple(expected)
        for name, (values, unit) in expected.items():
            if np.isnan(values).any():
                check_gap(content, name, values, kinds)
                continue
            signal = read_signal(content, "a.csv", name)
            np.testing.assert_array_equal(signal.samples, values)
            assert signal.unit == unit
            assert signal.sample_rate is None if rate is None else np.isclose(signal.sample_rate, rate, rtol=1e-9)
    except UnreadableUpload as error:
        assert any(SENTENCES[kind] in str(error) for kind in kinds), str(error)


def check_gap(content, name, values, kinds):
    at = int(np.isnan(values).argmax()) + 1
    gap = f"a.csv has 1 value that is missing or infinite, the first at sample {at} (counted from 1)"
    try:
        read_signal(content, "a.csv", name)
    except UnreadableUpload as error:
        assert gap in str(error) or any(SENTENCES[kind] in str(error) for kind in kinds), str(error)
    else:
        raise AssertionError(f"{name} has a gap")


@settings(max_examples=500)
@given(tables())
def test_tables_in_any_custom_have_their_values(case):
    check(case)
