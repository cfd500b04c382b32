"""A source: who published a kernel and where, and how far that was checked."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Source:
    """A citation, the `record` against which it was checked, and what of it that record does not tell (`unchecked`).

    An empty record means that the citation was not checked.

    >>> Source("A. Author, 'Title', 1990.", record="the title page").is_checked
    True
    """

    text: str
    record: str = ""
    unchecked: str = ""

    @property
    def is_checked(self) -> bool:
        """Whether there is a record of it."""
        return bool(self.record)

    @property
    def check(self) -> str:
        """In a sentence or two, how far the citation was checked.

        >>> Source("A. Author, 'Title', 1990.").check
        'This source could not be checked.'
        >>> Source("A. Author, 'Title', 1990, 7.", "the title page", "the page").check
        'Checked against the title page. Could not be checked: the page.'
        """
        if not self.record:
            return "This source could not be checked."
        checked = f"Checked against {self.record}."
        return f"{checked} Could not be checked: {self.unchecked}." if self.unchecked else checked

    def at(self, place: str, *, is_checked: bool = False) -> Source:
        """The same source with a place in it, such as a table or a section.

        >>> Source("A. Author, Book, 1990.", "the title page").at("section 2").check
        'Checked against the title page. Could not be checked: section 2.'
        """
        missing = [self.unchecked, "" if is_checked else place]
        unchecked = " and ".join(each for each in missing if each)
        return replace(self, text=f"{self.text.removesuffix('.')}, {place}.", unchecked=unchecked)


def as_source(source: Source | str) -> Source:
    """A source as it is; a bare citation is one that nobody has checked.

    >>> as_source("Written for this page.").is_checked
    False
    """
    return Source(source) if isinstance(source, str) else source
