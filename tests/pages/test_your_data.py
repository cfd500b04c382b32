"""Your data: the comparison of examples and of files of one's own, and what is said where it cannot be made."""

from __future__ import annotations

import io
import re

import numpy as np
import pytest
from PIL import Image as Pillow

from core.background import Background, Progress
from core.figures import Picture
from core.study import Contest
from tests.pages.conftest import opened, reported, shown_errors, unfolded
from tests.pages.own_data import (
    EVENTS,
    QUICK,
    beats,
    figures,
    noisy_and_clean,
    pulses,
    studies_are_whole,  # noqa: F401 - a fixture
    table,
    warnings,
    with_files,
)

pytestmark = pytest.mark.usefixtures("studies_are_whole")


def test_an_example_is_compared_at_once_and_the_verdict_stands_above_all_contestants():
    app = opened("your_data", your_data_before_after_data="steps", **QUICK)
    assert not shown_errors(app)
    (header, arrays), (stretch, parts) = figures(app)
    assert header["isWhole"]
    assert header["kind"] in header["verdict"]
    roles = [row["role"] for row in header["rows"]]
    assert [roles.count(role) for role in ("learned", "designed", "best")] == [2, 8, 5]
    assert (arrays["low"] <= arrays["score"]).all()
    assert (arrays["score"] <= arrays["high"]).all()
    # the two that the verdict compares differ by what it says
    assert [row["isSide"] for row in header["rows"]] == [True, True, *[False] * 13]
    gain = float(arrays["score"][1] - arrays["score"][0])
    assert f"{abs(gain):.2f} dB, between" in header["verdict"]
    assert stretch["count"] == 3000
    assert parts["after"].shape == parts["learned"].shape == (400,)


def test_of_a_table_two_columns_are_before_and_after():
    app = with_files(opened("your_data", **QUICK), [table("pair.csv", **noisy_and_clean())])
    assert not app.warning, app.warning[0].value
    assert app.selectbox(key="your_data_before_after_data").options[0] == "Your data: pair.csv"
    assert [app.selectbox(key=f"your_data_{name}").value for name in ("column", "column_after")] == ["noisy", "clean"]
    (_, (stretch, parts)) = figures(app)
    assert stretch["count"] == 1200
    np.testing.assert_allclose(parts["after"], noisy_and_clean()["clean"][stretch["start"] :][:400], atol=1e-5)
    # the other way round
    app.selectbox(key="your_data_column").set_value("clean").run()
    assert app.selectbox(key="your_data_column_after").value == "noisy"
    app.button(key="your_data_files_away").click().run()
    assert app.selectbox(key="your_data_before_after_data").options[0] == "Photograph under noise"


def picture(seed: int) -> bytes:
    file = io.BytesIO()
    values = np.random.default_rng(seed).integers(0, 255, (12, 12)).repeat(10, 0).repeat(10, 1)
    noise = np.random.default_rng(seed + 100).integers(-20, 20, values.shape) * (seed > 5)
    Pillow.fromarray((values + noise).clip(0, 255).astype(np.uint8)).save(file, "png")
    return file.getvalue()


def test_several_pictures_are_paired_by_their_names_and_held_out_as_a_whole():
    before = [(f"{name}.png", picture(seed), "image/png") for name, seed in (("c", 8), ("a", 6), ("b", 7))]
    after = [(f"{name}.png", picture(seed), "image/png") for name, seed in (("a", 1), ("b", 2), ("c", 3))]
    app = with_files(opened("your_data", your_data_largest_2d="3", **QUICK), before, after)
    assert not app.warning, app.warning[0].value
    assert app.selectbox(key="your_data_before_after_data").options[0] == "Your data: a.png and 2 more"
    assert figures(app)[0][0]["isWhole"]


def picture_of(values: np.ndarray) -> bytes:
    file = io.BytesIO()
    Pillow.fromarray(values.astype(np.uint8)).save(file, "png")
    return file.getvalue()


def test_of_several_pictures_each_can_be_looked_at(monkeypatch):
    drawn: list[tuple[str, tuple[int, int]]] = []

    def keep_size(made: Picture, title: str, **_: bool) -> None:
        wide, high = Pillow.open(io.BytesIO(made.png)).size
        drawn.append((title, (wide // made.enlarged, high // made.enlarged)))

    monkeypatch.setattr("pages.parts.draw.study.picture", keep_size)
    values = {name: np.random.default_rng(at).integers(0, 255, (30 + at, 40)) for at, name in enumerate("abc")}
    before = [(f"{name}.png", picture_of(each), "image/png") for name, each in values.items()]
    after = [(f"{name}.png", picture_of(255 - each), "image/png") for name, each in values.items()]
    app = opened("your_data", your_data_largest_2d="3", your_data_stretch_nearer="open", **QUICK)
    with_files(app, before, after)
    assert not app.warning, app.warning[0].value
    files = app.selectbox(key="your_data_stretch_file")
    assert files.options == ["1: a.png", "2: b.png", "3: c.png"]
    assert "Each file is answered by what learned nothing from it." in [each.value for each in app.caption]
    assert drawn[-5] == ("What came in", (38, 28))
    drawn.clear()
    files.set_value(3).run()
    assert not shown_errors(app)
    assert app.query_params["your_data_stretch_file"] == "3"
    assert [size for _, size in drawn] == [(38, 30)] * 5


def test_of_several_signals_each_can_be_looked_at_and_the_stretch_is_one_of_that_file():
    counts = (1200, 1000, 800)
    tables = [table(f"{count}.csv", noisy=noisy_and_clean(count)["noisy"]) for count in counts]
    after = [table(f"{count}.csv", clean=noisy_and_clean(count)["clean"]) for count in counts]
    app = opened("your_data", your_data_largest_1d="9", **QUICK)
    with_files(app, tables, after)
    assert not app.warning, app.warning[0].value
    files = app.selectbox(key="your_data_stretch_file")
    assert files.options == ["1: 1000.csv", "2: 1200.csv", "3: 800.csv"]
    assert figures(app)[1][0]["count"] == 1000
    reported(app, "pin", 550, at=1)
    assert (figures(app)[1][0]["start"], app.query_params["your_data_stretch_pin"]) == (550, "550")
    app.selectbox(key="your_data_stretch_file").set_value(3).run()
    header, arrays = figures(app)[1]
    assert (header["count"], header["isHeldOutWhole"]) == (800, True)
    assert header["start"] == min(header["largest"], 400)
    np.testing.assert_allclose(arrays["after"], noisy_and_clean(800)["clean"][header["start"] :][:400], atol=1e-5)
    assert "your_data_stretch_pin" not in app.query_params
    assert app.query_params["your_data_stretch_file"] == "3"


def test_a_single_file_needs_no_menu():
    app = opened("your_data", your_data_before_after_data="steps", your_data_stretch_file="2", **QUICK)
    assert not shown_errors(app)
    assert "your_data_stretch_file" not in [each.key for each in app.selectbox]
    assert "your_data_stretch_file" not in app.query_params


def test_a_stretch_beyond_the_end_is_the_last_one_in_the_address_too():
    app = opened("your_data", your_data_before_after_data="steps", your_data_stretch_pin="99999", **QUICK)
    assert figures(app)[1][0]["start"] == 2600
    assert app.query_params["your_data_stretch_pin"] == "2600"


def test_a_picture_whose_shorter_side_holds_no_filter_is_refused_for_that_side():
    thin = np.random.default_rng(0).integers(0, 255, (1, 500))
    files = [[(f"{name}.png", picture_of(thin), "image/png")] for name in "ab"]
    app = with_files(opened("your_data", **QUICK), *files)
    assert app.warning[0].value.replace("\\", "") == (
        "data has 500 x 1 pixels: the shorter side has 1, and a filter of 3 x 3 taps needs at least 3. Bring a larger "
        "picture."
    )


@pytest.mark.parametrize("is_colour", [True, False])
def test_that_pictures_are_compared_in_grey_is_said_where_one_has_colours(is_colour):
    values = np.random.default_rng(0).integers(0, 255, (60, 80, 3))
    files = [[(f"{name}.png", picture_of(values if is_colour else values[:, :, 0]), "image/png")] for name in "ab"]
    app = with_files(opened("your_data", your_data_largest_2d="3", **QUICK), *files)
    assert not app.warning, app.warning[0].value
    assert [each.value for each in app.caption].count("Pictures are compared in grey.") == is_colour


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ((), None),
        (("who",), "Left out, as it holds no numbers: who."),
        (("who", "*where*"), "Left out, as they hold no numbers: who, \\*where\\*."),
        (tuple("abcde"), "Left out, as they hold no numbers: a, b, c, d, e."),
        (tuple("abcdefg"), "Left out, as they hold no numbers: a, b, c, d and 3 more."),
    ],
)
def test_columns_of_text_are_named_once(names, said):
    data = noisy_and_clean()
    lines = [",".join(["noisy", *names, "clean"])]
    lines += [
        ",".join([f"{one:.5g}", *["some text"] * len(names), f"{other:.5g}"])
        for one, other in zip(*data.values(), strict=True)
    ]
    app = with_files(opened("your_data", **QUICK), [("own.csv", "\n".join(lines).encode(), "text/csv")])
    assert not app.warning, app.warning[0].value
    assert app.selectbox(key="your_data_column").options == ["noisy", "clean"]
    assert [each.value for each in app.caption if each.value.startswith("Left out")] == ([said] if said else [])


def test_what_the_data_should_become_may_be_missing():
    app = with_files(opened("your_data", **QUICK), [("a.png", picture(1), "image/png")])
    assert warnings(app) == ["What the data should become is missing: bring it as a second file, or as another column."]
    assert not figures(app)


def test_what_came_before_may_be_missing():
    app = with_files(opened("your_data", **QUICK), [], [("b.png", picture(1), "image/png")])
    assert warnings(app) == ["What came before is missing: bring it as well, or remove what came after."]
    assert not figures(app)


def test_a_column_that_marks_no_events_says_so():
    columns = {"volts": pulses()["volts"], "mark": np.ones(1500)}
    app = with_files(opened("your_data", **EVENTS), [table("pulses.csv", **columns)])
    assert app.warning[0].value.replace("\\", "").startswith("More than half of the column is not 0")


def test_files_of_two_sizes_are_refused_with_a_sentence():
    small = io.BytesIO()
    Pillow.fromarray(np.zeros((50, 50), np.uint8)).save(small, "png")
    app = with_files(
        opened("your_data", **QUICK),
        [("a.png", picture(1), "image/png")],
        [("b.png", small.getvalue(), "image/png")],
    )
    assert app.warning[0].value.replace("\\", "") == (
        "data and after differ in size: 120 x 120 and 50 x 50 pixels. Bring two of the same size, pixel by pixel."
    )


def test_without_a_clean_version_the_scores_are_estimates():
    app = opened("your_data", your_data_task="noisy", your_data_noisy_data="steps", your_data_table="open", **QUICK)
    assert not shown_errors(app)
    (header, _), (_, parts) = figures(app)
    assert header["metric"] == "Estimated SNR in dB"
    assert "after" not in parts
    own = with_files(opened("your_data", your_data_task="noisy", **QUICK), [table("own.csv", **noisy_and_clean())])
    assert not own.warning, own.warning[0].value
    assert own.selectbox(key="your_data_column").value == "noisy"
    # a column without noise has nothing to be taken out
    own.selectbox(key="your_data_column").set_value("clean").run()
    span = np.ptp(noisy_and_clean()["clean"])
    assert own.warning[0].value.replace("\\", "") == (
        f"data has an estimated noise of 0 in values that span {span:g}: bring data with noise in most samples, or say "
        "what the data should become."
    )


@pytest.mark.parametrize("task", ["before_after", "events", "noisy"])
def test_the_table_to_fill_in_can_be_brought_as_it_is(task, offered):
    app = unfolded(opened("your_data", your_data_task=task, **QUICK), "your_data_own")
    make, name = offered["your_data_template"]
    with_files(app, [(name, make(), "text/csv")])
    assert not app.warning, app.warning[0].value
    assert app.selectbox(key=f"your_data_{task}_data").options[0] == f"Your data: {name}"
    assert figures(app)[1][0]["count"] == 3000


def test_a_file_that_cannot_be_read_says_so_and_the_example_stays():
    app = with_files(opened("your_data", **QUICK), [("broken.csv", b"\x00\x01", "text/csv")])
    assert len(app.warning) == 1
    assert app.selectbox(key="your_data_before_after_data").options[0] == "Photograph under noise"


def test_somebody_else_s_own_data_stay_away_from_an_address():
    app = opened("your_data", your_data_before_after_data="own", **QUICK)
    assert [each.value.startswith("This address asks for somebody's own data") for each in app.info] == [True]
    assert app.query_params["your_data_before_after_data"] == "own"


def test_the_winner_leaves_as_a_program_and_a_report(offered):
    app = opened("your_data", your_data_before_after_data="steps", your_data_away="open", **QUICK)
    assert not shown_errors(app)
    kinds = {key.rpartition("_")[2]: make() for key, (make, _) in offered.items()}
    assert set(kinds) == {"py", "npz", "html", "csv"}
    space: dict = {}
    exec(compile(kinds["py"], "winner", "exec"), space)  # noqa: S102 - the program that visitors take away
    assert space["answer"](np.arange(50.0)).shape == (50,)
    assert figures(app)[0][0]["verdict"].partition(": ")[2].split(". With")[0] in kinds["html"].decode().replace(
        "&#x27;", "'"
    )
    assert kinds["csv"].decode().count("\n") >= 13


def test_boxes_of_an_address_are_open_and_draw_lines():
    boxes = {f"your_data_{name}": "open" for name in ("table", "size", "amount", "recall")}
    app = opened("your_data", your_data_events_data="heartbeats", **EVENTS, **boxes)
    assert not shown_errors(app)
    titles = [header.get("title") for header, _ in figures(app)[2:]]
    assert titles == ["Score against filter size", "Score against the amount of data", "Precision against recall"]
    assert any(each.value.startswith("| Contestant | F1 |") for each in app.markdown)


def test_once_all_is_tried_only_the_conclusion_is_on_its_way(monkeypatch):
    def look(_: Background, study: Contest, viewer: str) -> Progress:
        count = len(study.pieces())
        return Progress((None,) * count, count, None, "working", 0.0)

    monkeypatch.setattr(Background, "look", look)
    app = opened("your_data", your_data_before_after_data="steps", **QUICK)
    assert not shown_errors(app)
    (bar,) = app.get("progress")
    assert re.fullmatch(
        r"(\d+) of \1 settings and networks are tried on Steps under noise, the conclusion is on its way",
        bar.proto.text,
    )


def test_boxes_of_an_address_are_kept_while_the_comparison_is_computed(monkeypatch):
    def look(_: Background, study: Contest, viewer: str) -> Progress:
        return Progress((), len(study.pieces()), None, "working", 9.0)

    monkeypatch.setattr(Background, "look", look)
    app = opened("your_data", your_data_size="open", your_data_stretch_pin="12", **QUICK)
    assert not shown_errors(app)
    assert app.query_params["your_data_size"] == "open"
    assert app.query_params["your_data_stretch_pin"] == "12"


def test_a_file_that_cannot_be_read_leaves_no_verdict_on_an_example():
    app = with_files(opened("your_data", **QUICK), [("empty.csv", b"", "text/csv")])
    assert len(warnings(app)) == 1
    assert warnings(app)[0].startswith("empty.csv")
    assert not figures(app)


def test_a_second_file_that_cannot_be_read_leaves_the_first_one_compared():
    app = with_files(opened("your_data", **QUICK), [table("pair.csv", **noisy_and_clean())])
    app.file_uploader[0].set_value([("empty.csv", b"", "text/csv")]).run()
    assert not app.warning
    assert [each.value.startswith("empty.csv") for each in app.info] == [True]
    assert app.info[0].value.endswith("What was brought before is shown instead.")
    assert figures(app)[0][0]["isWhole"]


def test_a_file_serves_other_questions_too_and_is_removed_from_all():
    app = with_files(opened("your_data", **QUICK), [table("pair.csv", **noisy_and_clean())])
    app.selectbox(key="your_data_task").set_value("noisy").run()
    assert app.selectbox(key="your_data_noisy_data").options[0] == "Your data: pair.csv"
    assert app.selectbox(key="your_data_column").options == ["noisy", "clean"]
    app.button(key="your_data_files_away").click().run()
    assert app.selectbox(key="your_data_noisy_data").options[0] == "Photograph under noise"
    app.selectbox(key="your_data_task").set_value("before_after").run()
    assert app.selectbox(key="your_data_before_after_data").options[0] == "Photograph under noise"


def test_scores_that_reach_the_limit_are_said_to():
    values = noisy_and_clean()["noisy"]
    app = with_files(opened("your_data", **QUICK), [table("same.csv", one=values, two=values)])
    said = "No score above 100.00 dB can be told here: what reaches that may be better still."
    assert [each.value for each in app.caption if each.value.startswith("No score")] == [said]
    (tried,) = [each.value.replace("\\", "") for each in app.caption if "are tried" in each.value]
    assert tried.endswith("settings and networks are tried on same.csv.")


def test_a_refused_file_lets_go_of_the_question_once_something_else_is_chosen():
    app = with_files(opened("your_data", **QUICK), [("empty.csv", b"", "text/csv")])
    app.selectbox(key="your_data_before_after_data").set_value("steps").run()
    assert not app.warning
    assert figures(app)[0][0]["isWhole"]


def test_the_file_that_was_brought_last_serves_another_question():
    app = with_files(opened("your_data", **EVENTS), [beats()])
    app.selectbox(key="your_data_task").set_value("before_after").run()
    app.file_uploader[0].set_value([table("pair.csv", **noisy_and_clean())]).run()
    app.selectbox(key="your_data_task").set_value("noisy").run()
    assert app.selectbox(key="your_data_noisy_data").options[0] == "Your data: pair.csv"
