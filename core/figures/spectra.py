"""The frequency response of an image's kernel as a map, slow waves in the middle."""

from __future__ import annotations

import plotly.graph_objects as go

from core.figures.chart import Chart, laid_out, number
from core.kernels import Spectrum


def spectrum_map(spectrum: Spectrum, *, limit: float | None = None, scale_bar: bool = True, height: int = 260) -> Chart:
    """Draw the gain over both frequencies; `limit` is the top of the scale, to be shared by what is compared."""
    magnitude = spectrum.magnitude
    figure = go.Figure(
        go.Heatmap(
            z=magnitude,
            x=spectrum.frequencies,
            y=spectrum.frequencies,
            zmin=0,
            zmax=limit or float(magnitude.max()) or 1.0,
            colorscale="Cividis",
            showscale=scale_bar,
            colorbar={"thickness": 10, "title": "gain"},
            hovertemplate="right %{x:.2f}, down %{y:.2f}: %{z:.3g}<extra></extra>",
        )
    )
    laid_out(figure, height)
    figure.update_xaxes(title="to the right (cycles per pixel)", constrain="domain")
    figure.update_yaxes(title="downwards", autorange="reversed", scaleanchor="x", constrain="domain")
    centre = len(magnitude) // 2
    return Chart(
        figure,
        f"Map of the gain for waves of each direction and width: {number(float(magnitude[centre, centre]))} for flat "
        f"areas, at most {number(float(magnitude.max()))}.",
    )
