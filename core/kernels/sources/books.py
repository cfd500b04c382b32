"""The books, theses, talks and pages in which kernels were published."""

from __future__ import annotations

from core.kernels.sources.papers import LISTS
from core.kernels.sources.source import Source

CROSS_VALIDATED = Source(
    "Cross Validated, question 313575, 'How are the numbers of a filter decided in a Convolutional neural network?', "
    "2017: the answer that tries the filter [-1 1 -1].",
    "the page itself",
    "the year",
)
SOBEL = Source(
    "I. Sobel and G. Feldman, 'A 3x3 isotropic gradient operator for image processing', talk at the Stanford "
    "Artificial Intelligence Project, 1968; in print in R. O. Duda and P. E. Hart, Pattern Classification and Scene "
    "Analysis, Wiley, 1973, 271-272.",
    LISTS,
)
SCHARR = Source(
    "H. Scharr, 'Optimale Operatoren in der Digitalen Bildverarbeitung', dissertation, Heidelberg, 2000.", LISTS
)
PREWITT = Source(
    "J. M. S. Prewitt, 'Object enhancement and extraction', in B. Lipkin and A. Rosenfeld (editors), Picture "
    "Processing and Psychopictorics, Academic Press, 1970, 75-149.",
    LISTS,
    "the pages, on which the lists disagree",
)
ROBERTS = Source(
    "L. G. Roberts, 'Machine perception of three-dimensional solids', in J. T. Tippett and others (editors), Optical "
    "and Electro-Optical Information Processing, MIT Press, 1965, 159-197.",
    LISTS,
    "the pages",
)
DUDA = Source(
    "R. O. Duda and P. E. Hart, Pattern Classification and Scene Analysis, Wiley, 1973, 271-272; the masks have "
    "sources of their own.",
    LISTS,
)
SMITH = Source(
    "S. W. Smith, The Scientist and Engineer's Guide to Digital Signal Processing, 1997.",
    "other works, which link to the chapters on the book's own site",
)
BROWN = Source(
    "R. G. Brown, Smoothing, Forecasting and Prediction of Discrete Time Series, Prentice-Hall, 1963.",
    LISTS,
    "the year, for which some lists have 1962",
)
GONZALEZ = Source(
    "R. C. Gonzalez and R. E. Woods, Digital Image Processing, 4th edition, 2018.",
    "other works, which list the sections of this edition",
)
ORFANIDIS = Source("S. J. Orfanidis, Introduction to Signal Processing, Prentice Hall, 1996.", LISTS)
RABINER = Source(
    "L. R. Rabiner and R. W. Schafer, Digital Processing of Speech Signals, Prentice-Hall, 1978.",
    "the book's title page",
)
OPPENHEIM = Source(
    "A. V. Oppenheim and R. W. Schafer, Discrete-Time Signal Processing, 3rd edition, 2010.",
    "the publisher's slides for this edition",
)
GIMP = Source(
    "GIMP Documentation Team, GNU Image Manipulation Program User Manual, version 2.10 of 2018, section 'Convolution "
    "Matrix'.",
    "the manual's page",
    "the year, and the numbers, which the manual shows as a picture",
)
LAWS = Source(
    "K. I. Laws, 'Textured image segmentation', dissertation, University of Southern California, 1980.", LISTS
)
