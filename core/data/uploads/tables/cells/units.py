"""What the name of a column says besides the name: units of measure, of time above all."""

from __future__ import annotations

import re

BRACKETED = re.compile(r"[(\[{<]\s*([^()\[\]{}<>]*?)\s*[)\]}>]")
ACCOUNTED = re.compile(r"\(\s*[\d.,]+\s*\)")
LONGEST_UNIT = 12
_PREFIXED = r"(?:[pnuµμmcdhkMGT]?(?:V|A|W|Hz|s|g|m|N|Pa|J|C|F|T|K|Ω|Ohm|bar|L|l|mol|eV|rad|lx|Bq))"
_PLAIN = r"%|‰|ppm|dB[a-zA-Z]?|°[CF]?|deg|rpm|min|h|d|counts|[um]?sec|-"
_WORD = (
    r"(?:milli|micro|nano|kilo|mega)?(?:volt|amp|ampere|watt|ohm|second|met(?:re|er)|pascal|hertz|newton|gram|kelvin)s?"
    r"|minutes?|hours?|days?|degrees?|celsius|percent|sequence|samples?|(?:milli|mikro|nano)?sekunden?|minuten|stunden|tage"
)
_ATOM = rf"(?:{_PREFIXED}|{_PLAIN})(?:[²³]|\^?-?\d)?"
UNIT = re.compile(rf"{_ATOM}(?:[/·* ]{_ATOM})*|(?i:{_WORD})")

PER_SECOND = {
    unit: per_second
    for per_second, units in {
        1e9: "ns nsec nanosecond nanoseconds nanosekunden",
        1e6: "us usec microsecond microseconds mikrosekunden micros",
        1e3: "ms msec millisecond milliseconds millisekunden millis",
        1.0: "s sec secs second seconds sekunde sekunden",
        1 / 60: "min mins minute minutes minuten",
        1 / 3600: "h hr hrs hour hours stunde stunden std",
        1 / 86400: "d day days tag tage",
    }.items()
    for unit in units.split()
}
UNITS_AS_NAMES = frozenset(PER_SECOND) - {"min", "mins", "h", "hr", "std", "d"}  # which mean other things as well
X_VALUE = re.compile(r"x_values?\b", re.IGNORECASE)  # what LabVIEW calls the times, or whatever else it samples over
CLOCKS = frozenset(
    ["t", "time", "times", "zeit", "timestamp", "timestamps", "zeitstempel", "epoch", "datetime", "x_value"]
)
COUNTERS = frozenset(
    ["index", "idx", "sample", "samples", "n", "nr", "no", "sequence", "seq", "point", "row", "record"]
)
FILLERS = frozenset(
    "in of the a since from start zero x axis elapsed relative rel absolute abs unix system local utc gps date "  # noqa: SIM905
    "sample sampling recording measurement stamp".split()
)


def unit_in(name: str) -> str:
    """The unit in brackets within a column's name, "" for none.

    >>> unit_in("CH1 (V)"), unit_in("force [kN]"), unit_in("volts")
    ('V', 'kN', '')
    """
    found = BRACKETED.search(name)
    return found[1] if found and len(found[1]) <= LONGEST_UNIT else ""


def is_unit(cell: str) -> bool:
    """Whether a cell is a unit and nothing else, or anything in brackets but a number below zero, as accounts have it.

    >>> [is_unit(cell) for cell in ("mV", "m/s²", "Volt", "(bit)", "[1]", "(12.50)", "CH1")]
    [True, True, True, True, True, False, False]
    """
    return bool(UNIT.fullmatch(cell) or (BRACKETED.fullmatch(cell) and not ACCOUNTED.fullmatch(cell)))


def words_and_unit(name: str, unit: str) -> tuple[frozenset[str], str]:
    """What a column's name means, in lower case and without fillers, and its unit: the given one, or one of time at the
    end of the name. A bare "T" stays as it is, and a bare "min" is no unit, since they mean other things as well.

    >>> words_and_unit("Zeit in µs", ""), words_and_unit("T (K)", "K")
    ((frozenset({'zeit'}), 'us'), (frozenset({'T'}), 'k'))
    """
    if X_VALUE.match(name):
        return frozenset({"x_value"}), _plain(unit)
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", BRACKETED.sub(" ", name))
    words = [word if word == "T" else _plain(word) for word in re.findall(r"[^\W\d_]+\d*", apart)]
    if not unit and words and words[-1] in (PER_SECOND if len(words) > 1 else UNITS_AS_NAMES):
        unit = words[-1]
        words = words[:-1] or words
    return frozenset(words) - FILLERS or frozenset(words), _plain(unit)


def is_clock(words: frozenset[str], unit: str) -> bool:
    """Whether words and unit of a column say that it tells the time.

    >>> [is_clock(*words_and_unit(name, unit_in(name))) for name in ("Time (ms)", "t", "T (s)", "T", "t (°C)")]
    [True, True, True, False, False]
    """
    if words in ({"t"}, {"T"}) and (unit or words == {"T"}):  # which are temperatures as well
        return unit in PER_SECOND
    return bool(words) and (words <= UNITS_AS_NAMES or words <= CLOCKS)


def _plain(text: str) -> str:
    return text.replace("µ", "u").replace("μ", "u").lower()
