"""The end of the server: the worker saves its runs, however the server was told to end."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

SERVICE = "pages.parts.shell.service"


@asynccontextmanager
async def lifespan(_: Any) -> AsyncIterator[None]:
    """Close the service at the end, if it was started; at the start there is nothing to do."""
    yield
    if SERVICE in sys.modules:
        # after a signal, Python does not run the functions registered with atexit
        await asyncio.to_thread(sys.modules[SERVICE].close_service)
