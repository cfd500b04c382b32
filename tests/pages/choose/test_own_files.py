"""A file of one's own is in use on every page that can use it, by its name, until it is taken away."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image as Pillow
from streamlit.testing.v1 import AppTest

from core.data.uploads.confined import Reading
from pages.parts.choose import own_files
from pages.parts.shell.show import escaped
from tests.data.uploads.confined.traps import MARK
from tests.pages.conftest import figure_of, opened, scoreboard, shown_errors, unfolded
from tests.pages.test_addresses import go_to, labels, stranger

WALK = np.random.default_rng(0).normal(size=400).cumsum()
CSV = ("walk.csv", "\n".join(map(str, WALK.tolist())).encode(), "text/csv")
TABLE = ("two.csv", b"left,right\n" + b"\n".join(b"%d,%d" % (i % 7, -i) for i in range(90)), "text/csv")
NOT_OURS = (
    "This address was made with somebody's own file, which is not here: it stays with that person, and only as long as "
    "the visit lasts. An example is shown instead."
)


def png(name: str = "mine.png"):
    buffer = io.BytesIO()
    Pillow.fromarray(np.random.default_rng(0).integers(0, 256, (40, 60), dtype=np.uint8)).save(buffer, "PNG")
    return name, buffer.getvalue(), "image/png"


def bring(app: AppTest, file) -> AppTest:
    unfolded(app, "_own").file_uploader[0].set_value(file).run()
    assert not app.exception, shown_errors(app)
    return app


def said(app: AppTest) -> list[str]:
    return [each.value for each in (*app.caption, *app.warning)]


def test_a_signal_stays_from_converge_to_compare_to_signals():
    app = bring(opened("converge", run_experiment="find_peaks", run_find_peaks_steps="50"), CSV)
    assert app.selectbox(key="run_find_peaks_signal").value == "own_signal"
    assert "Your signal: walk.csv" in labels(app)["run_find_peaks_signal"]
    go_to(app, "compare")
    assert app.selectbox(key="run_find_peaks_signal").value == "own_signal"
    assert "Learned" in scoreboard(app).index
    go_to(app, "signals")
    assert app.selectbox(key="signals_sample").value == "own_signal"
    assert "Your signal: walk.csv" in labels(app)["signals_sample"]


def test_a_signal_is_there_again_after_a_page_that_cannot_use_it():
    app = bring(opened("signals"), CSV)
    words = figure_of(app)[0]["words"]
    go_to(app, "images")
    assert "own_signal" not in labels(app)["images_sample"]
    go_to(app, "signals")
    assert figure_of(app)[0]["words"] == words
    assert "walk.csv" in words


def test_a_picture_is_used_by_the_experiments_that_take_pictures():
    app = bring(opened("images"), png())
    go_to(app, "converge")
    app.selectbox(key="run_experiment").select("Find the edges").run()
    unfolded(app, "run_training").select_slider(key="run_find_edges_steps").set_value(20).run()
    assert app.selectbox(key="run_find_edges_image").value == "own_picture"
    app.selectbox(key="run_experiment").select("Find the peaks").run()
    assert app.selectbox(key="run_find_peaks_signal").value == "iid"


def test_settings_of_a_sample_are_not_shown_beside_a_file():
    app = opened("signals")
    assert "signals_iid_length" in [each.key for each in app.slider]
    bring(app, CSV)
    assert [each.key for each in app.slider] == ["signals_pin"]


def test_another_input_can_be_chosen_and_the_file_again():
    app = bring(opened("signals"), CSV)
    app.selectbox(key="signals_sample").select("Sine").run()
    assert app.query_params["signals_sample"] == "sine"
    go_to(app, "converge")
    go_to(app, "signals")
    assert app.selectbox(key="signals_sample").value == "sine"
    app.selectbox(key="signals_sample").select("Your signal: walk.csv").run()
    assert app.query_params["signals_sample"] == "own_signal"


def test_a_file_is_taken_away_everywhere():
    app = bring(opened("signals"), CSV)
    go_to(app, "converge")
    assert app.selectbox(key="run_recover_kernel_input").value == "own_signal"
    app.button(key="run_recover_kernel_own_signal_away").click().run()
    assert app.selectbox(key="run_recover_kernel_input").value == "white"
    go_to(app, "signals")
    assert app.selectbox(key="signals_sample").value == "iid"
    assert dict(app.query_params) == {"signals_own": "open"}
    assert NOT_OURS not in said(app)


def test_a_stranger_is_told_that_the_file_did_not_come_along():
    app = bring(opened("signals"), CSV)
    other = stranger(app, "signals")
    assert NOT_OURS in said(other)
    assert other.selectbox(key="signals_sample").value == "iid"
    # for whoever gets it from that person it is still so, until another input is chosen
    assert dict(other.query_params) == {"signals_sample": "own_signal", "signals_own": "open"}
    other.selectbox(key="signals_sample").select("Sine").run()
    assert NOT_OURS not in said(other)


def test_a_file_that_cannot_be_read_gets_a_sentence_and_changes_nothing():
    app = bring(opened("images"), png())
    bring(app, ("broken.png", png()[1][:50], "image/png"))
    assert "broken.png is damaged" in app.warning[0].value.replace("\\", "")
    assert "What was shown before is shown instead." in said(app)
    assert "Your picture: mine.png" in labels(app)["images_sample"]
    app.run()
    assert app.warning
    app.file_uploader[0].set_value(None)
    app.run()
    assert not app.warning


def test_a_column_is_chosen_once_for_all_pages():
    app = bring(opened("signals"), TABLE)
    first = figure_of(app)[0]["words"]
    app.selectbox(key="signals_column").select("right").run()
    assert figure_of(app)[0]["words"] != first
    go_to(app, "converge")
    assert app.selectbox(key="run_recover_kernel_column").value == "right"


def test_of_two_files_the_kernel_decides_which_is_used():
    app = bring(opened("signals"), CSV)
    go_to(app, "images")
    bring(app, png("walk.csv.png"))
    go_to(app, "converge")
    names = labels(app)["run_recover_kernel_input"]
    assert names[:2] == ["Your signal: walk.csv", "Your picture: walk.csv.png"]
    assert app.selectbox(key="run_recover_kernel_input").value == "own_signal"
    app = opened("images")
    bring(app, png())
    go_to(app, "converge")
    assert app.selectbox(key="run_experiment").value == "denoise"
    app.selectbox(key="run_experiment").select("recover_kernel").run()
    app.selectbox(key="run_recover_kernel_kernel").select("Sobel x").run()
    assert app.selectbox(key="run_recover_kernel_input").value == "own_picture"
    assert not app.warning


def test_a_signal_is_not_put_under_a_kernel_of_two_dimensions():
    app = bring(opened("signals"), CSV)
    app.query_params.clear()
    app.switch_page("pages/converge.py")
    app.query_params["run_recover_kernel_kernel"] = "sobel_x"
    app.run()
    assert app.selectbox(key="run_recover_kernel_input").value == "white"
    assert not app.warning


def test_a_column_that_is_called_like_markup_is_shown_as_it_is_called():
    lines = b"\n".join(b"%d,%d" % (line * line, line % 7) for line in range(90))
    app = bring(opened("signals"), ("odd.csv", b"time ![](//evil.example/a.png),value\n" + lines, "text/csv"))
    caption = next(text for text in said(app) if "evil" in text)
    assert "![](" not in caption


BAD = ("bad.csv", b"just words\nand more\n", "text/csv")


def refusals(app: AppTest) -> list[str]:
    return [text for text in said(app) if "bad" in text or text.startswith("What was shown before")]


def test_a_refusal_goes_with_what_it_was_about():
    app = bring(bring(opened("signals"), CSV), BAD)
    assert len(refusals(app)) == 2
    app.button(key="signals_own_signal_away").click().run()
    assert refusals(app) == []
    app = bring(bring(opened("signals"), CSV), BAD)
    go_to(app, "images")
    go_to(app, "signals")
    assert refusals(app) == []


def test_a_file_that_ends_what_reads_it_is_refused_and_the_page_goes_on(monkeypatch):
    confined = Reading("tests.data.uploads.confined.traps")
    monkeypatch.setattr(own_files, "reading", lambda: confined)
    app = bring(opened("signals"), ("trap.csv", MARK + b"abort", "text/csv"))
    sentence = (
        "trap.csv could not be read with the memory and the time that a file may take: save it in another format,"
    )
    assert escaped(f"{sentence} or a smaller copy of it, and upload that.") in said(app)
    bring(app, CSV)
    assert app.selectbox(key="signals_sample").value == "own_signal"
    confined.close()
