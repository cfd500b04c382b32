"""Sound files through libsndfile: WAV and AIFF, FLAC, OGG and MP3.

Each format has a module that puts right what a file says of its length, and hands on what sound needs alone; the table
`SOUNDS` names them all.
"""

from core.data.uploads.sounds.read import READERS, SOUNDS, refuse_other_sounds

__all__ = ["READERS", "SOUNDS", "refuse_other_sounds"]
