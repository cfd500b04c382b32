"""The one figure by which models of an experiment are ranked, and the difference that is worth having."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Score:
    """A metric, its title, and the smallest difference that is `worth` the trouble, for the reason `why`.

    `is_error` is set where less is better. Where a threshold can be tuned, `tuned` is the metric's name with a
    threshold tuned on the training data. `unit` follows a value; what `is_share` is written as per cent.
    """

    metric: str
    title: str
    worth: float
    why: str
    unit: str = ""
    is_share: bool = False
    is_error: bool = False
    tuned: str = ""

    def written(self, value: float) -> str:
        """A value of the score as people write it.

        >>> Score("psnr", "PSNR", 0.5, "", unit="dB").written(26.712), Score("f1", "F1", 0.02, "").written(0.8746)
        ('26.71 dB', '0.875')
        >>> score = Score("accuracy", "Named rightly", 0.01, "", is_share=True)
        >>> score.written(0.8916), score.written(-0.1)
        ('89.2 %', '−10.0 %')
        """
        if self.is_share:
            written = f"{100 * value:.1f} %"
        else:
            written = f"{value:.2f} {self.unit}" if self.unit else f"{value:.3f}"
        return written.replace("-", "−")

    def signed(self, gain: float) -> str:
        """A difference as people write it, with its sign unless nothing is left of it.

        >>> Score("psnr", "PSNR", 0.5, "", unit="dB").signed(-1.5), Score("f1", "F1", 0.02, "").signed(1e-9)
        ('−1.50 dB', '0.000')
        """
        written = self.written(abs(gain))
        return written if written == self.written(0.0) else f"{'+' if gain > 0 else '−'}{written}"

    def gain(self, value: float, beside: float) -> float:
        """How much better one value is than another.

        >>> Score("error", "Error", 0.01, "", is_error=True).gain(0.2, 0.5)
        0.3
        """
        return beside - value if self.is_error else value - beside
