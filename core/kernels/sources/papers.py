"""The articles in which kernels were published."""

from __future__ import annotations

from core.kernels.sources.source import Source

# each names author, title, journal, volume, year and pages as the citation does, unless `unchecked` says otherwise
LISTS = "reference lists of other works"
LIST = "a reference list of another work"


def _with_doi(doi: str) -> str:
    return f"{LISTS}, which give the DOI {doi}"


FORNBERG = Source(
    "B. Fornberg, 'Generation of finite difference formulas on arbitrarily spaced grids', Mathematics of Computation "
    "51(184), 1988, 699-706.",
    "the article's first page",
)
RICKER = Source(
    "N. Ricker, 'The form and laws of propagation of seismic wavelets', Geophysics 18(1), 1953, 10-40.",
    LISTS,
    "the issue",
)
FARID = Source(
    "H. Farid and E. P. Simoncelli, 'Differentiation of discrete multidimensional signals', IEEE Transactions on Image "
    "Processing 13(4), 2004, 496-508.",
    _with_doi("10.1109/TIP.2004.823819"),
)
ROSENFELD = Source(
    "A. Rosenfeld and M. Thurston, 'Edge and curve detection for visual scene analysis', IEEE Transactions on "
    "Computers C-20(5), 1971, 562-569.",
    LISTS,
)
PAN = Source(
    "J. Pan and W. J. Tompkins, 'A real-time QRS detection algorithm', IEEE Transactions on Biomedical Engineering "
    "BME-32(3), 1985, 230-236.",
    LISTS,
)
SAVITZKY = Source(
    "A. Savitzky and M. J. E. Golay, 'Smoothing and differentiation of data by simplified least squares procedures', "
    "Analytical Chemistry 36(8), 1964, 1627-1639.",
    _with_doi("10.1021/ac60214a047"),
)
WITKIN = Source("A. P. Witkin, 'Scale-space filtering', Proceedings of the 8th IJCAI 2, 1983, 1019-1022.", LIST)
KOENDERINK = Source("J. J. Koenderink, 'The structure of images', Biological Cybernetics 50(5), 1984, 363-370.", LISTS)
AUBURY = Source(
    "M. Aubury and W. Luk, 'Binomial filters', Journal of VLSI Signal Processing 12(1), 1996, 35-50.",
    "the publisher's page of the article",
    "the volume, the year and the pages",
)
BANHAM = Source(
    "M. R. Banham and A. K. Katsaggelos, 'Digital image restoration', IEEE Signal Processing Magazine 14(2), 1997, "
    "24-41.",
    LISTS,
)
ROSSER = Source(
    "J. B. Rosser, 'Nine-point difference solutions for Poisson's equation', Computers and Mathematics with "
    "Applications 1(3-4), 1975, 351-360.",
    LISTS,
)
MARR = Source(
    "D. Marr and E. Hildreth, 'Theory of edge detection', Proceedings of the Royal Society of London B 207(1167), "
    "1980, 187-217.",
    LISTS,
)
KUFFLER = Source(
    "S. W. Kuffler, 'Discharge patterns and functional organization of mammalian retina', Journal of Neurophysiology "
    "16(1), 1953, 37-68.",
    _with_doi("10.1152/jn.1953.16.1.37"),
)
CANNY = Source(
    "J. Canny, 'A computational approach to edge detection', IEEE Transactions on Pattern Analysis and Machine "
    "Intelligence 8(6), 1986, 679-698.",
    LISTS,
)
LINDEBERG = Source(
    "T. Lindeberg, 'Edge detection and ridge detection with automatic scale selection', International Journal of "
    "Computer Vision 30(2), 1998, 117-154.",
    LISTS,
    "the last page, on which the lists disagree",
)
DAUGMAN = Source(
    "J. G. Daugman, 'Uncertainty relation for resolution in space, spatial frequency, and orientation optimized by "
    "two-dimensional visual cortical filters', Journal of the Optical Society of America A 2(7), 1985, 1160-1169.",
    _with_doi("10.1364/JOSAA.2.001160"),
)
FREEMAN = Source(
    "W. T. Freeman and E. H. Adelson, 'The design and use of steerable filters', IEEE Transactions on Pattern Analysis "
    "and Machine Intelligence 13(9), 1991, 891-906.",
    _with_doi("10.1109/34.93808"),
)
KIRSCH = Source(
    "R. A. Kirsch, 'Computer determination of the constituent structure of biological images', Computers and "
    "Biomedical Research 4(3), 1971, 315-328.",
    _with_doi("10.1016/0010-4809(71)90034-6"),
)
ROBINSON = Source(
    "G. S. Robinson, 'Edge detection by compass gradient masks', Computer Graphics and Image Processing 6(5), 1977, "
    "492-501.",
    LIST,
    "the last page",
)
GABOR = Source(
    "D. Gabor, 'Theory of communication, part 1', Journal of the Institution of Electrical Engineers, part III, "
    "93(26), 1946, 429-441.",
    LISTS,
)
POLESEL = Source(
    "A. Polesel, G. Ramponi and V. J. Mathews, 'Image enhancement via adaptive unsharp masking', IEEE Transactions on "
    "Image Processing 9(3), 2000, 505-510: the linear case.",
    _with_doi("10.1109/83.826787"),
)
HAAR = Source(
    "A. Haar, 'Zur Theorie der orthogonalen Funktionensysteme', Mathematische Annalen 69(3), 1910, 331-371.",
    _with_doi("10.1007/BF01456326"),
)
DAUBECHIES = Source(
    "I. Daubechies, 'Orthonormal bases of compactly supported wavelets', Communications on Pure and Applied "
    "Mathematics 41(7), 1988, 909-996.",
    _with_doi("10.1002/cpa.3160410705"),
)
MALLAT = Source(
    "S. G. Mallat, 'A theory for multiresolution signal decomposition: the wavelet representation', IEEE Transactions "
    "on Pattern Analysis and Machine Intelligence 11(7), 1989, 674-693.",
    _with_doi("10.1109/34.192463"),
)
AHMED = Source(
    "N. Ahmed, T. Natarajan and K. R. Rao, 'Discrete cosine transform', IEEE Transactions on Computers C-23(1), 1974, "
    "90-93.",
    _with_doi("10.1109/T-C.1974.223784"),
)
FREI = Source(
    "W. Frei and C.-C. Chen, 'Fast boundary detection: a generalization and a new algorithm', IEEE Transactions on "
    "Computers C-26(10), 1977, 988-998.",
    _with_doi("10.1109/TC.1977.1674733"),
)
