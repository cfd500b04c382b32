"""The frequency response of a 2-D kernel as a map, with low frequencies in the middle."""

from __future__ import annotations

from plotly.colors import get_colorscale

from core.figures.chart import Chart, figure, number
from core.kernels import Spectrum

GAIN_SCALE = get_colorscale("Cividis")  # from dark blue to yellow, readable for people who cannot tell red from green


def spectrum_map(spectrum: Spectrum, *, limit: float | None = None, scale_bar: bool = True, height: int = 260) -> Chart:
    """Draw the gain over both frequencies; `limit` is the top of the scale, to be shared by what is compared."""
    magnitude = spectrum.magnitude
    trace = {
        "type": "heatmap",
        "z": magnitude,
        "x": spectrum.frequencies,
        "y": spectrum.frequencies,
        "zmin": 0,
        "zmax": limit or float(magnitude.max()) or 1.0,
        "colorscale": GAIN_SCALE,
        "showscale": scale_bar,
        "colorbar": {"thickness": 10, "title": {"text": "gain"}},
        "hovertemplate": "right %{x:.2f}, down %{y:.2f}: %{z:.3g}<extra></extra>",
    }
    drawn = figure(
        [trace],
        height,
        xaxis={"title": {"text": "to the right (cycles per pixel)"}, "constrain": "domain"},
        yaxis={
            "title": {"text": "downwards"},
            "autorange": "reversed",
            "scaleanchor": "x",
            "constrain": "domain",
        },
    )
    centre = len(magnitude) // 2
    return Chart(
        drawn,
        f"Map of the gain for waves of each direction and width: {number(float(magnitude[centre, centre]))} for flat "
        f"areas, at most {number(float(magnitude.max()))}.",
    )
