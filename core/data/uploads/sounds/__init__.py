"""Sound files through libsndfile: WAV and AIFF, FLAC, OGG and MP3.

Each format has a module that puts right what a file says of its length, and hands on what sound needs alone.
"""

from core.data.uploads.sounds.read import SOUND_TYPES, read_sound, refuse_other_sounds, sound_kind

__all__ = ["SOUND_TYPES", "read_sound", "refuse_other_sounds", "sound_kind"]
