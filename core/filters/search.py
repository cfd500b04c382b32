"""Finding filters of the library by what they do."""

from __future__ import annotations

import re
from functools import cache

from core.filters.library import LibraryEntry, library

WORD = re.compile(r"[^\W_]+")
FILLERS = frozenset(("a", "an", "and", "for", "in", "of", "that", "the", "to", "with"))
SHORTEST_BEGUN = 3  # letters of a word that is not yet written to its end
SHORTEST_STEM = 4  # letters of a word of which another is a form, as blurring is of blur
LONGEST_QUERY = 200  # characters

# how much a word counts where it is found
FIRST_OF_TITLE, TITLE, WORDS, NAME, FAMILY, TEXT = 6.0, 5.0, 5.0, 4.0, 3.0, 1.0
IN_PART = 0.8  # of that where only a part of the word is found
WHOLE_TITLE = 3.0  # more


def search(query: str) -> tuple[LibraryEntry, ...]:
    """Return the entries in whose texts most words of the query are found, those that fit best first.

    Looked through are titles, names, what they are declared to do, families, and descriptions. An empty query finds
    everything, in the library's order; words that are nowhere find nothing.

    >>> [entry.name for entry in search("corner")][0], search("zebra")
    ('gaussian_derivative_xy', ())
    """
    words = [word for word in _words(query[:LONGEST_QUERY]) if word not in FILLERS]
    if not words:
        return tuple(library().values())
    scores = {entry.name: [_score(word, entry.name) for word in words] for entry in library().values()}
    most = max(sum(score > 0 for score in each) for each in scores.values())
    if most == 0:
        return ()
    kept = [entry for entry in library().values() if sum(score > 0 for score in scores[entry.name]) == most]
    # sorted() keeps the library's order among those that fit equally well
    return tuple(sorted(kept, key=lambda entry: -sum(scores[entry.name]) - _bonus(words, entry)))


def _words(text: str) -> list[str]:
    return WORD.findall(text.lower())


@cache
def _weights(name: str) -> dict[str, float]:
    """The words of an entry, each with the most that it counts."""
    entry = library()[name]
    title = _words(entry.title)
    fields = [
        (TEXT, _words(f"{entry.description} {entry.use}")),
        (FAMILY, _words(" ".join([entry.family.name, *entry.family.words]))),
        (NAME, _words(entry.name.replace("_", " "))),
        (WORDS, _words(" ".join(entry.words))),
        (TITLE, title),
        (FIRST_OF_TITLE, title[:1]),
    ]
    # the last one counts, which is the largest
    return {word: weight for weight, words in fields for word in words}


def _score(word: str, name: str) -> float:
    weights = _weights(name)
    in_part = [weight for other, weight in weights.items() if _share_a_part(word, other)]
    return max(weights.get(word, 0.0), IN_PART * max(in_part, default=0.0))


def _share_a_part(word: str, other: str) -> bool:
    is_begun = len(word) >= SHORTEST_BEGUN and other.startswith(word)
    return is_begun or (len(other) >= SHORTEST_STEM and word.startswith(other))


def _bonus(words: list[str], entry: LibraryEntry) -> float:
    return WHOLE_TITLE if words == _words(entry.title) else 0.0
