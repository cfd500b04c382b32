"""A table of formats: the first that knows a file reads it."""

from core.data.uploads.reader import Reader, begins_with, ending_of, endings_of, reader_of

RIFF = Reader("WAV", ("wav", "wave"), begins_with(b"RIFF", b"RIFX"), bytes.decode)
ANY = Reader("any", ("bin",), begins_with(b""), bytes.decode)


def test_the_first_that_knows_a_file_reads_it():
    assert reader_of((RIFF, ANY), b"RIFX....") is RIFF
    assert reader_of((ANY, RIFF), b"RIFX....") is ANY
    assert reader_of((RIFF, ANY), b"RIF") is ANY
    assert reader_of((RIFF,), b" RIFF") is None
    assert reader_of(iter(()), b"RIFF") is None


def test_endings_are_those_of_all_in_their_order_and_a_files_own_is_its_last():
    assert endings_of((RIFF, ANY)) == ("wav", "wave", "bin")
    assert [ending_of(name) for name in ("a.tar.GZ", "noise.Wav", ".csv", "a.")] == ["gz", "wav", "csv", ""]
