"""The families of kernels: what each is for, when it serves and when not, and words by which people look for it."""

from __future__ import annotations

from dataclasses import dataclass

from core.names import unknown_name


@dataclass(frozen=True)
class Family:
    """A family: its `purpose` in one sentence, when to `use` its members, when to `avoid` them, and its search `words`.

    Members may say more exactly when they serve, and have words of their own.

    >>> family_of("smoothing").title
    'Smoothing'
    """

    name: str
    purpose: str
    use: str
    avoid: str
    words: tuple[str, ...]

    @property
    def title(self) -> str:
        """The name as the heading of a group."""
        return self.name.capitalize()


_ALL = (
    Family(
        "peaks",
        "Kernels that answer to samples or bumps that stand out from their neighbours.",
        "To find spikes and bumps of a known width in a signal.",
        "Where the noise is as narrow as the peaks: smooth first, or choose a wider kernel.",
        ("peak", "maximum", "spike", "bump", "detector"),
    ),
    Family(
        "edges",
        "Small kernels that measure how brightness rises in one direction.",
        "To find edges, and to measure their strength and direction from a pair of kernels.",
        "In strong noise, which these small kernels hardly average away: use derivatives of a Gaussian.",
        ("edge", "gradient", "slope", "derivative", "border", "outline", "contour"),
    ),
    Family(
        "differences",
        "Kernels that turn a signal into its slope or its curvature.",
        "To see how fast a signal changes, and where it turns.",
        "On noisy samples without smoothing: a difference makes noise stronger.",
        ("difference", "derivative", "slope", "change"),
    ),
    Family(
        "smoothing",
        "Kernels that replace each sample by a mean of its surroundings, and so weaken noise and fine detail.",
        "To lower noise, or to blur detail away before data are reduced.",
        "Where edges and single outliers must stay sharp: a mean spreads both.",
        ("blur", "smooth", "noise", "denoise", "mean", "average", "low pass", "soften"),
    ),
    Family(
        "laplacians",
        "Kernels that compare a spot with all that surrounds it, whatever the direction.",
        "To find spots and lines, or edges by where the answer changes its sign.",
        "Where the direction of an edge matters: these kernels do not tell it.",
        ("laplacian", "spot", "blob", "second derivative", "curvature"),
    ),
    Family(
        "gaussian derivatives",
        "Derivatives of smoothed data: smoothing and slope, or curvature, in one kernel whose width can be chosen.",
        "To find edges or ridges of one width in noise.",
        "For detail that is finer than the kernel, which smooths such detail away.",
        ("gaussian", "derivative", "scale"),
    ),
    Family(
        "oriented",
        "Kernels with a direction that can be chosen.",
        "To find lines, stripes or edges that run one way, and to describe textures.",
        "Where the direction is not known: that takes a kernel for each direction.",
        ("direction", "angle", "orientation", "texture"),
    ),
    Family(
        "compass",
        "Small edge kernels, each turned to eight directions.",
        "To find edges and to name their direction: the strongest of the eight answers tells it.",
        "Where exact angles matter: eight directions lie 45 degrees apart.",
        ("edge", "direction", "compass", "gradient"),
    ),
    Family(
        "frequencies",
        "Kernels for signals that let some waves pass and stop others.",
        "To keep or remove waves of known frequencies, such as hum or slow drift.",
        "Where what is wanted and what is not have the same frequencies.",
        ("frequency", "wave", "pass", "stop"),
    ),
    Family(
        "enhancement",
        "Kernels whose output is meant to be looked at.",
        "To make a picture look sharper or stand out.",
        "Before measurements: the values are no longer those of the picture.",
        ("enhance", "look"),
    ),
    Family(
        "wavelets",
        "BeforeAfterData of kernels that take data apart into a slow half and a fast half, without losing anything.",
        "To compress, or to look at jumps and trends one by one.",
        "Where the result must not depend on where the data begin: with every second answer left out it does.",
        ("wavelet", "compress", "jump"),
    ),
    Family(
        "bases",
        "Complete sets of small patterns: their answers together describe any patch.",
        "To describe, compress or tell apart small patches of pictures.",
        "To find one certain thing: a single member answers to one pattern only.",
        ("basis", "pattern", "compress"),
    ),
    Family(
        "combined",
        "Filters that join the answers of several kernels into one picture.",
        "To see edges whichever way they run.",
        "Where a sum of products is needed, as in a layer of a network: these filters are no single kernel.",
        ("edge", "outline", "contour"),
    ),
)

FAMILIES: dict[str, Family] = {family.name: family for family in _ALL}


def family_of(name: str) -> Family:
    """Return the family of this name.

    Raises ValueError for an unknown name.

    >>> family_of("peaks").words[0]
    'peak'
    """
    if name in FAMILIES:
        return FAMILIES[name]
    raise unknown_name(name, FAMILIES, "a family of kernels", f"There are {', '.join(FAMILIES)}.")
