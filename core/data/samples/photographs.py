"""Photographs and scans that lie inside the scikit-image package; nothing is downloaded.

They are read from the package's folder with Pillow: `skimage.data` itself would import scipy first,
which takes ten times as long as the reading.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.data.catalogue import SampleInfo, register
from core.data.image import LUMA_WEIGHTS


def _photograph(
    name: str, title: str, file: str, description: str, source: str, *, family: str = "photographs", grey: bool = False
) -> None:
    info = SampleInfo(name, title, family, 2, description, f"{source} In scikit-image: {file}.")

    @register(info)
    def load() -> NDArray[Any]:
        pixels = _read(file)
        return pixels @ np.array(LUMA_WEIGHTS) if grey else pixels


def _read(file: str) -> NDArray[np.float64]:
    """The file's pixels in [0, 1], (h, w) or (h, w, 3), transparent parts on white."""
    from PIL import Image as Pillow

    with files("skimage.data").joinpath(file).open("rb") as stream, Pillow.open(stream) as picture:
        if picture.mode == "RGBA":
            canvas = Pillow.new("RGB", picture.size, "white")
            canvas.paste(picture, mask=picture.getchannel("A"))
            return np.asarray(canvas) / 255.0
        return np.asarray(picture) / 255.0


_photograph(
    "camera",
    "Photographer",
    "camera.png",
    "A man behind a camera: strong edges, a smooth sky and fine grass, the customary test picture.",
    "Photograph by Lav Varshney, CC0.",
)
_photograph(
    "astronaut",
    "Astronaut",
    "astronaut.png",
    "The astronaut Eileen Collins, in colour: a face, cloth and sharp background detail.",
    "NASA, public domain, flic.kr/p/r9qvLn.",
)
_photograph(
    "chelsea",
    "Cat",
    "chelsea.png",
    "The cat Chelsea, in colour: fur in many directions and at many scales.",
    "Photograph by Stefan van der Walt, CC0.",
)
_photograph(
    "coffee",
    "Coffee cup",
    "coffee.png",
    "A cup on a table, in colour: ellipses, smooth porcelain and coarse wood.",
    "Photograph by Rachel Michetti, courtesy of Pikolo Espresso Bar, CC0.",
)
_photograph(
    "rocket",
    "Rocket launch",
    "rocket.jpg",
    "A Falcon 9 lifting off, in colour: a bright flame before a dark sky.",
    "SpaceX, public domain, flickr.com/photos/spacexphotos/16511594820.",
)
_photograph(
    "hubble_deep_field",
    "Galaxies",
    "hubble_deep_field.jpg",
    "The Hubble telescope's deepest view, in colour: blobs of every size on black.",
    "NASA and HubbleSite, release 2012-37, public domain.",
)
_photograph(
    "clock",
    "Moving clock",
    "clock_motion.png",
    "A wall clock blurred by a camera moving sideways: a filter that nature applied.",
    "Photograph by Stefan van der Walt, public domain.",
)
_photograph(
    "coins",
    "Coins",
    "coins.png",
    "Greek coins from Pompeii on an uneven grey ground: round edges that fade.",
    "Brooklyn Museum Collection, no known copyright restrictions.",
)
_photograph(
    "moon",
    "Moon",
    "moon.png",
    "The surface of the moon: low contrast, craters lit from one side.",
    "Origin not stated by scikit-image.",
)
_photograph(
    "page",
    "Scanned page",
    "page.png",
    "Printed text under uneven light: thin strokes on a ground that darkens.",
    "Origin not stated by scikit-image.",
    family="drawings and scans",
)
_photograph(
    "text",
    "Lettering",
    "text.png",
    "Handwritten letters: strokes, corners and ends of lines.",
    "Wikipedia, File:Corner.png, public domain.",
    family="drawings and scans",
)
_photograph(
    "horse",
    "Horse",
    "horse.png",
    "A silhouette: one closed edge and nothing else.",
    "Andreas Preuss (marauder), openclipart.org, CC0.",
    family="drawings and scans",
    grey=True,
)
_photograph(
    "phantom",
    "Shepp-Logan phantom",
    "phantom.png",
    "Ellipses that stand for a head in a scanner: flat areas with edges of known place and height.",
    "L. A. Shepp and B. F. Logan, IEEE Transactions on Nuclear Science 21 (1974).",
    family="drawings and scans",
    grey=True,
)
_photograph(
    "cell",
    "Cell",
    "cell.png",
    "One cell floating in saline, seen by its optical thickness, with faint bands in the background.",
    "P. Mueller et al., Optics Express 26 (2018), CC0.",
    family="microscopy",
)
_photograph(
    "microaneurysms",
    "Retina detail",
    "microaneurysms.png",
    "A small piece of a retina: dark dots and vessels little brighter than the noise.",
    "High-Resolution Fundus Image Database, by Andreas Maier, CC0.",
    family="microscopy",
)
_photograph(
    "tissue",
    "Stained tissue",
    "ihc.png",
    "A section of a colon's glands, in colour: brown where a protein is, blue where it is not.",
    "Center for Microscopy and Molecular Imaging (CMMI), no known copyright restrictions.",
    family="microscopy",
)
_photograph(
    "brick",
    "Brick wall",
    "brick.png",
    "A texture of straight joints in two directions.",
    "CC0Textures, Bricks25, CC0.",
    family="textures",
)
_photograph(
    "grass",
    "Grass",
    "grass.png",
    "A texture of thin blades in all directions.",
    "linolafett on DeviantArt, CC0.",
    family="textures",
)
_photograph(
    "gravel",
    "Gravel",
    "gravel.png",
    "A texture of rounded stones.",
    "CC0Textures, Gravel04, CC0.",
    family="textures",
)
