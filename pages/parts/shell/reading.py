"""The one process in which the dashboard has uploaded files read."""

from __future__ import annotations

from functools import cache

from core.data.uploads.confined import Reading
from pages.parts.shell.ending import at_end


@cache
def reading() -> Reading:
    """What reads the files of all visitors; its process begins when somebody is about to bring one."""
    shared = Reading()
    at_end(shared.close)
    return shared
