"""Results as pictures: Plotly figures for curves and small kernels, PNG for images, data for the player.

Every figure has alternative text for those who cannot see it. Signed colour scales are symmetrical about zero and
shared by what is compared: blue is negative, white zero, orange positive.
"""

from core.figures.axis import placed
from core.figures.bank import bank_chart, maps_picture
from core.figures.chart import Chart
from core.figures.curves import detection_chart, loss_chart, losses_chart, marking, signal_chart, spectrum_chart
from core.figures.kernels import kernel_chart, shared_limit
from core.figures.pictures import (
    Picture,
    brightness_picture,
    output_picture,
    signed_limit,
    signed_picture,
    strength_picture,
)
from core.figures.player import player_data
from core.figures.spectra import spectrum_map

__all__ = [
    "Chart",
    "Picture",
    "bank_chart",
    "brightness_picture",
    "detection_chart",
    "kernel_chart",
    "loss_chart",
    "losses_chart",
    "maps_picture",
    "marking",
    "output_picture",
    "placed",
    "player_data",
    "shared_limit",
    "signal_chart",
    "signed_limit",
    "signed_picture",
    "spectrum_chart",
    "spectrum_map",
    "strength_picture",
]
