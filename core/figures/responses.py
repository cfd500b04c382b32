"""What the kernel of a signal answers to waves, to an impulse and to a step."""

from __future__ import annotations

from collections.abc import Sequence

from core.figures.chart import Chart, figure, number
from core.figures.curves import Array, Curve, line
from core.kernels import Spectrum


def spectrum_chart(
    spectra: Sequence[tuple[str, Spectrum, str, str]], *, rate: float | None = None, height: int = 240
) -> Chart:
    """Draw the magnitude of 1-D frequency responses, each (label, spectrum, colour, dash).

    The axis is in Hz where the sample `rate` is known, else in cycles per sample.
    """
    scale, unit = (1.0, "cycles per sample") if rate is None else (rate, "Hz")
    traces = [
        {
            "type": "scatter",
            "x": spectrum.frequencies * scale,
            "y": spectrum.magnitude,
            "name": label,
            "mode": "lines",
            "line": {"color": colour, "dash": dash, "width": 2},
        }
        for label, spectrum, colour, dash in spectra
    ]
    drawn = figure(
        traces,
        height,
        xaxis={"title": {"text": f"frequency ({unit})"}, "range": [0, 0.5 * scale]},
        yaxis={"title": {"text": "gain"}, "rangemode": "tozero"},
        showlegend=len(spectra) > 1,
    )
    end = "0.5" if rate is None else f"{number(rate / 2)} Hz"
    parts = [
        f"{label}: gain {number(float(s.magnitude[0]))} at frequency 0, {number(float(s.magnitude[-1]))} at {end}"
        for label, s, _, _ in spectra
    ]
    return Chart(drawn, f"Frequency response. {'; '.join(parts)}.")


def response_chart(responses: Sequence[tuple[str, Array]], to: str, *, height: int = 220) -> Chart:
    """Draw the answers (2n + 1,) of one or two kernels to an `impulse` or a `step` at their middle."""
    reach = len(responses[0][1]) // 2
    curves = [
        line(Curve(values, title, dash="dash" if index else "solid"), -reach, 1.0)
        for index, (title, values) in enumerate(responses)
    ]
    drawn = figure(
        curves,
        height,
        xaxis={"title": {"text": f"samples from the {'rise' if to == 'step' else to}"}, "range": [-reach, reach]},
        yaxis={"title": {"text": "answer"}},
        showlegend=len(curves) > 1,
    )
    parts = [
        f"{title} from {number(float(values.min()))} to {number(float(values.max()))}, "
        f"at last {number(float(values[-1]))}"
        for title, values in responses
    ]
    return Chart(drawn, f"Answer to the {to}. {'; '.join(parts)}.")
