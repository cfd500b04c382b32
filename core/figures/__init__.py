"""Results as pictures: Plotly figures for curves and small kernels, PNG for images, data for the player.

Every figure has alternative text for those who cannot see it. Signed colour scales are symmetrical about zero and
shared by what is compared: purple is negative, white zero, green positive.
"""

from core.figures.axis import placed
from core.figures.bank import bank_chart, maps_picture
from core.figures.chart import Chart
from core.figures.comparisons import bars_chart, strips_chart
from core.figures.curves import loss_chart, losses_chart, signal_chart
from core.figures.kernels import kernel_chart, kernels_chart, shared_limit
from core.figures.marks import marking
from core.figures.pace import moments
from core.figures.part import Part
from core.figures.picture_scale import Scale, output_scale, signed_limit, strength_scale
from core.figures.picture_scan import combined_scan, picture_scan
from core.figures.pictures import Picture, brightness_picture, range_picture, scaled_picture, signed_picture
from core.figures.player import player_data
from core.figures.responses import response_chart, spectrum_chart
from core.figures.signal_scan import largest_difference, signal_scan
from core.figures.spectra import spectrum_map
from core.figures.step_ledger import most_shown, step_ledger, windows_shown

__all__ = [
    "Chart",
    "Part",
    "Picture",
    "Scale",
    "bank_chart",
    "bars_chart",
    "brightness_picture",
    "combined_scan",
    "kernel_chart",
    "kernels_chart",
    "largest_difference",
    "loss_chart",
    "losses_chart",
    "maps_picture",
    "marking",
    "moments",
    "most_shown",
    "output_scale",
    "picture_scan",
    "placed",
    "player_data",
    "range_picture",
    "response_chart",
    "scaled_picture",
    "shared_limit",
    "signal_chart",
    "signal_scan",
    "signed_limit",
    "signed_picture",
    "spectrum_chart",
    "spectrum_map",
    "step_ledger",
    "strength_scale",
    "strips_chart",
    "windows_shown",
]
