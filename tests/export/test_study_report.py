"""The report of a comparison is one page that says what was found, in text that cannot become anything else."""

import base64
import io
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import numpy as np
import pytest
from PIL import Image as Picture

from core.data import Image, Signal
from core.export import Figure, repeat_code, report
from core.study import BeforeAfter, Events, Interval, contest
from tests.study.winners import study_of

TASKS = ["signal", "picture", "events"]
MADE = date(2026, 11, 28)
VOID = {"meta", "img", "circle", "path", "rect", "line"}


class Page(HTMLParser):
    """Every element with its attributes and its text, the rows of tables, and whether all that opens is closed."""

    def __init__(self, content):
        super().__init__()
        self.elements, self.open, self.rows = [], [], []
        self.feed(content.decode())
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attributes):
        element = (tag, dict(attributes), [])
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)
        if tag == "tr":
            self.rows.append([])
        if tag in ("th", "td"):
            self.rows[-1].append(element[2])

    def handle_startendtag(self, tag, attributes):
        self.elements.append((tag, dict(attributes), []))

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        for _, _, words in self.open:
            words.append(data)

    def all(self, tag):
        return [(attributes, "".join(words)) for found, attributes, words in self.elements if found == tag]


def page_of(task, **options):
    study, _, outcome = study_of(task)
    return Page(report(outcome, study, MADE, **options).content)


@pytest.mark.parametrize("task", TASKS)
def test_the_page_needs_nothing_else_and_may_be_read_by_everybody(task):
    page = page_of(task)
    ((document, _),) = page.all("html")
    assert document == {"lang": "en"}
    assert not {tag for tag, _, _ in page.elements} & {"script", "link", "iframe", "object", "form"}
    for _, attributes, _ in page.elements:
        assert not {name for name in attributes if name.startswith("on") or name in ("href", "src", "style")}
    ((_, style),) = page.all("style")
    assert "url(" not in style
    assert "@import" not in style
    assert "prefers-color-scheme: dark" in style
    assert page.all("title") == [({}, "Designed or learned: a comparison on own data")]
    assert len(page.all("h1")) == len(page.all("main")) == 1
    assert len(page.all("caption")) == len(page.all("table")) == 3
    ((drawing, _),) = page.all("svg")
    assert drawing["role"] == "img"
    assert {attributes["scope"] for attributes, _ in page.all("th")} == {"col", "row"}


@pytest.mark.parametrize("task", TASKS)
def test_every_contestant_has_the_numbers_of_the_table(task):
    _, _, outcome = study_of(task)
    written = outcome.score.written
    rows = {cells[0]: cells for row in page_of(task).rows if (cells := ["".join(words) for words in row])}
    for row in outcome.table.to_dict("records"):
        cells = rows[row["contestant"]]
        assert cells[1] == {"designed": "Designed", "best": "Best linear", "learned": "Learned"}[row["role"]]
        assert cells[2] == written(row[outcome.score.title])
        assert cells[3] == f"{written(row['low'])} to {written(row['high'])}"
        assert cells[4] == ("" if row["multiplications"] is None or row["multiplications"] != row["multiplications"]
                            else f"{int(row['multiplications']):,}")  # fmt: skip
        assert float(cells[5]) == pytest.approx(row["microseconds"], rel=0.05)
        assert cells[6] == row["chosen"]


@pytest.mark.parametrize("task", TASKS)
def test_the_verdict_the_winner_and_the_day_are_named(task):
    _, _, outcome = study_of(task)
    page = page_of(task)
    words = " ".join(text for _, text in page.all("main"))
    reasons = outcome.verdict.sentence.partition(": ")[2]
    assert reasons[0].upper() + reasons[1:] in words
    assert f"{outcome.winner.title}, fitted on all of the data" in words
    assert "Made on 2026-11-28." in words
    assert re.search(r"Python 3\.\d+\.\d+, numpy \d", words)
    decided = outcome.verdict.kind in ("learned", "designed")
    assert decided == ("No side is better by enough: the designed one's choice is named." not in words)


def test_a_report_follows_from_what_it_is_given_alone():
    study, _, outcome = study_of("signal")
    assert report(outcome, study, MADE) == report(outcome, study, MADE)
    assert report(outcome, study, MADE).name != report(outcome, study, date(2026, 11, 29)).name
    assert report(outcome, study, MADE).name.endswith(".html")


@pytest.mark.parametrize("task", TASKS)
def test_marks_and_intervals_of_the_chart_lie_at_the_scores_scale(task):
    _, _, outcome = study_of(task)
    page = page_of(task)
    ticks = [(float(each["x"]), float(text.replace("−", "-"))) for each, text in page.all("text")
             if each.get("class") == "tick"]  # fmt: skip
    slope, start = np.polyfit([value for _, value in ticks], [x for x, _ in ticks], 1)
    groups = [number for number, (_, each, _) in enumerate(page.elements) if "data-name" in each]
    assert len(groups) == len(outcome.rows)
    for number, row in zip(groups, outcome.rows, strict=True):
        # a group has its name, the interval, the mark's place, and the mark
        (_, group, _), _, (_, line, _), (_, place, _), (shape, _, _) = page.elements[number : number + 5]
        assert (group["data-name"], group["class"]) == (row.name, row.role)
        assert shape == {"designed": "circle", "best": "path", "learned": "rect"}[row.role]
        x = float(place["transform"].removeprefix("translate(").split()[0])
        for drawn, value in ((x, row.score.value), (line["x1"], row.score.low), (line["x2"], row.score.high)):
            assert float(drawn) == pytest.approx(start + slope * value, abs=0.05)
        assert float(line["x1"]) <= x <= float(line["x2"])


def test_bounds_that_are_not_known_are_said_to_be_and_stay_in_the_chart():
    study, _, outcome = study_of("signal")
    first = outcome.rows[0]
    unknown = replace(first, score=Interval(first.score.value, -np.inf, np.inf))
    page = Page(report(replace(outcome, rows=(unknown, *outcome.rows[1:])), study, MADE).content)
    assert ["not known" in "".join(map("".join, row)) for row in page.rows].count(True) == 1
    width = float(page.all("svg")[0][0]["viewbox"].split()[2])
    assert all(0 <= float(line[end]) <= width for line, _ in page.all("line") for end in ("x1", "x2"))


@pytest.mark.parametrize("task", TASKS)
def test_the_lines_that_make_it_again_do(task, capsys):
    study, _, outcome = study_of(task)
    page = page_of(task)
    ((_, code),) = page.all("code")
    assert code == repeat_code(study)
    scope = {"data": list(study.data.before), "after": list(getattr(study.data.task, "after", ()))}
    exec(compile(code, "repeated", "exec"), scope)  # noqa: S102 - what is written must run
    again = scope["study"].verdict
    assert (again.kind, again.gain) == (outcome.verdict.kind, outcome.verdict.gain)
    assert capsys.readouterr().out == again.sentence + "\n"


@pytest.mark.parametrize(
    ("tolerance", "said"), [(0, "at its very sample"), (1, "within 1 sample of it"), (2, "within 2 samples of it")]
)
def test_how_near_a_peak_must_be_is_said(tolerance, said):
    own = contest(Signal("own", "Own", np.arange(700.0)), Events((100, 300, 600), tolerance=tolerance), sizes=(3, 5))
    words = "".join(text for _, text in Page(report(study_of("events")[2], own, MADE).content).all("main"))
    assert f"Events in signals: an event is found by a peak {said}." in words


def test_a_long_row_of_events_is_folded():
    places = tuple(range(0, 3000, 7))
    study = contest(Signal("own", "Own", np.arange(3000.0)), Events(places, tolerance=0))
    code = repeat_code(study)
    assert max(map(len, code.splitlines())) <= 100
    scope = {}
    exec(code[code.index("events =") : code.index("study =")], scope)  # noqa: S102 - what is written must run
    assert scope["events"] == (places,)


def test_names_and_titles_stay_text():
    trap = '"><script>alert(1)</script>&lt;{title}</table>'
    study, _, outcome = study_of("signal")
    (before,), (after,) = study.data.before, study.data.task.after
    own = contest(replace(before, title=trap), BeforeAfter((replace(after, title=trap),)), sizes=(3, 5))
    figure = Figure(trap, trap, png())
    page = Page(report(outcome, own, MADE, title=trap, figures=[figure]).content)
    assert not page.all("script")
    assert page.all("title") == [({}, trap)]
    assert page.all("h1") == [({}, trap)]
    assert page.all("figcaption") == [({}, trap)]
    assert [trap, "700", trap] in [["".join(words) for words in row] for row in page.rows]
    ((image, _),) = page.all("img")
    assert image["alt"] == trap


def test_figures_come_with_the_page():
    ((image, _),) = page_of("signal", figures=[Figure("Title", "What is seen", png())]).all("img")
    kind, _, content = image["src"].partition(",")
    assert kind == "data:image/png;base64"
    assert base64.b64decode(content) == png()


def test_several_files_are_said_to_be_held_out_whole():
    rng = np.random.default_rng(0)
    cleans = [rng.random((30, 32)) for _ in range(3)]
    inputs = [Image("b", f"Before {number}", each) for number, each in enumerate(cleans)]
    afters = tuple(Image("a", f"After {number}", each) for number, each in enumerate(cleans))
    own = contest(inputs, BeforeAfter(afters), sizes=(3, 5), networks=False)
    page = Page(report(study_of("picture")[2], own, MADE).content)
    words = "".join(text for _, text in page.all("main"))
    assert (
        "The 3 files were not cut: each belongs whole to one of 3 parts. Of each file the rim that the largest filter "
        "(5 x 5 taps) cannot be centred on was left out. Each part was held out once."
    ) in words
    assert ["Before 2", "32 x 30", "After 2"] in [["".join(each) for each in row] for row in page.rows]


def test_one_file_is_said_to_be_cut_with_margins():
    words = "".join(text for _, text in page_of("events").all("main"))
    tiles = len(study_of("events")[0].division.tiles)
    assert (
        "The file was cut along its longest axis into 5 parts of equal length. Between a part that is held out and the "
        "rest lies a margin of 5 samples, as wide as the largest filter (5 taps), so that no learned filter saw both."
    ) in words
    assert f"The parts were scored in {tiles} tiles. 4,000 draws of these, the same for both sides," in words
    assert "Events in signals: an event is found by a peak within 4 samples of it." in words


def png():
    buffer = io.BytesIO()
    Picture.new("L", (2, 2)).save(buffer, "png")
    return buffer.getvalue()
