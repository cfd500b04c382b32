"""Picture files: PNG and JPEG through Pillow, deeper JPEG through libjpeg-turbo, TIFF through tifffile.

Each format has a module that looks at what a file claims before a decoder does, and hands on what pixels need alone;
the table `PICTURES` names them all.
"""

from core.data.uploads.pictures.read import PICTURES, READERS, other_picture

__all__ = ["PICTURES", "READERS", "other_picture"]
