"""With how many examples are learned filters better than designed ones? A learning curve, and the filters beside it."""

import dataclasses

from core.learning import curve_of_scores
from core.learning.study.first_layers import FirstLayers
from core.runs.shipped import EXAMPLES
from pages.parts.choose.boxes import box
from pages.parts.choose.texture_picker import pick_picture, pick_task, pick_way, pinned_examples
from pages.parts.draw.first_layers import show_answers, show_curve, show_first_layers
from pages.parts.draw.prose import prose
from pages.parts.shell import say
from pages.parts.shell.entrance import through_app
from pages.parts.shell.frame import controls, heading
from pages.parts.shell.registry import is_embedded

through_app()

KEY = "designed_or_learned"
heading("Designed or learned?", "With how many examples are learned filters better than designed ones?")
with controls():
    task, draws, anew = pick_task(KEY)
examples = pinned_examples(f"{KEY}_curve")
show_curve(curve_of_scores(task, "patches", EXAMPLES, seeds=range(draws)), f"{KEY}_curve", examples, anew=anew)
if not is_embedded():
    networks = FirstLayers(dataclasses.replace(task, patches=examples))
    say.header(f"The first layers after {examples} examples of each picture")
    say.caption(f"Each share here is that of one network. The curve above has the mean over {draws} draws.")
    show_first_layers(networks, f"{KEY}_layers")
    answers = box("What each layer makes of a picture", f"{KEY}_answers", ":material/layers:")
    if answers.open:
        with answers:
            way = pick_way(f"{KEY}_answers")
            show_answers(networks.experiment, pick_picture(KEY, networks.experiment), way, f"{KEY}_answers_study")
    prose("designed_or_learned")
