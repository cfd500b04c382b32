"""The end of the server: what it started is closed, however it was told to end."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

ENDING = "pages.parts.shell.ending"


@asynccontextmanager
async def lifespan(_: Any) -> AsyncIterator[None]:
    """Close at the end what was started; at the start there is nothing to do."""
    yield
    if ENDING in sys.modules:
        # after a signal, Python does not run the functions registered with atexit
        await asyncio.to_thread(sys.modules[ENDING].end)
