"""What is each designed filter for? Its numbers, effect and source, and a search by what it does."""

import streamlit as st

from core.data import IMAGE_FORMATS, SIGNAL_FORMATS
from core.figures.kernel_effect import LONGEST_SIDE
from core.kernels import Kernel
from pages.parts.choose.data_picker import pick_image, pick_signal
from pages.parts.choose.kernel_gallery import offer_others_on_a_phone, show_library_gallery
from pages.parts.choose.library_picker import asked_entry, pick_parameters
from pages.parts.draw.kernel_effect import show_kernel_effect
from pages.parts.draw.library_entry import offer_elsewhere, show_purpose, show_spectrum_and_source
from pages.parts.draw.prose import prose
from pages.parts.draw.take_away import take_kernel
from pages.parts.shell import say
from pages.parts.shell.cached import (
    combined_effect_of,
    grey_picture,
    picture_effect_of,
    signal_effect_of,
    small_picture,
)
from pages.parts.shell.entrance import through_app
from pages.parts.shell.frame import controls, heading
from pages.parts.shell.registry import is_embedded

through_app()

entry = asked_entry("library")
heading("Library", shown=entry.title)
others = st.container(key="library_narrow")
with controls():
    if not is_embedded():
        show_library_gallery("library", entry.name)
    chosen = pick_parameters(entry, "library")
    if entry.ndim == 1:
        signal = pick_signal("library_signal", "bumps")
    else:
        image = grey_picture(small_picture(pick_image("library_picture"), LONGEST_SIDE))

if not isinstance(chosen, Kernel):
    content = combined_effect_of(image, entry.name, tuple(chosen.items()))
elif entry.ndim == 1:
    content = signal_effect_of(signal, chosen)
else:
    content = picture_effect_of(image, chosen)
if not is_embedded():
    say.markdown(entry.description)
show_kernel_effect(content, "library_effect")

if not is_embedded():
    show_purpose(entry)
    offer_elsewhere(entry, chosen.parameters if isinstance(chosen, Kernel) else chosen)
    show_spectrum_and_source(entry, chosen if isinstance(chosen, Kernel) else None)
    if isinstance(chosen, Kernel):
        take_kernel(chosen, "library")
    # drawn last, so that no term is explained where a wide window hides it
    with others:
        offer_others_on_a_phone("library", entry.name)
    prose("library", formats=SIGNAL_FORMATS if entry.ndim == 1 else IMAGE_FORMATS)
