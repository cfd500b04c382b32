"""Measured signals, from the data that PyWavelets carries; it is imported only when one is asked for."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.data.catalogue import SampleInfo, register


@register(
    SampleInfo(
        "ecg",
        "Heartbeats (ECG)",
        "recordings",
        1,
        "An electrocardiogram over three heartbeats: sharp peaks among broad waves and a little noise.",
        "PyWavelets, pywt.data.ecg(): 1024 samples; its documentation gives neither their rate nor their unit.",
    )
)
def ecg() -> NDArray[np.float64]:
    """The recorder's whole numbers as they are."""
    import pywt.data

    return np.asarray(pywt.data.ecg(), dtype=np.float64)


@register(
    SampleInfo(
        "nino",
        "Pacific sea temperature",
        "recordings",
        1,
        "Surface temperature of the Pacific (Nino 3), one mean every three months from January 1950 to 2015: "
        "the seasons, and the slower El Nino on top.",
        "NOAA, ERSSTv4, public domain, through PyWavelets, pywt.data.nino(): 264 samples, mean 0, "
        "standard deviation 1.",
        unit="standard deviations",
    )
)
def nino() -> NDArray[np.float64]:
    """Without the years, which are evenly spaced."""
    import pywt.data

    _, temperature = pywt.data.nino()
    return np.asarray(temperature, dtype=np.float64)
