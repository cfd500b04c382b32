"""What the server does at its end: the process that trains saves its runs, however the server was asked to end."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

SERVICE = "pages.parts.shell.service"


@asynccontextmanager
async def lifespan(_: Any) -> AsyncIterator[None]:
    """Nothing at the start: what trains is loaded once somebody needs it."""
    yield
    if SERVICE in sys.modules:
        # a signal ends the process without what Python does at its exit
        await asyncio.to_thread(sys.modules[SERVICE].close_service)
