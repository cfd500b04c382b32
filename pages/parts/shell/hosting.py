"""The hosted dashboard: its runs are there before the first visitor, and a proxy can ask whether it is well."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from core.runs import StoreError
from pages.parts.shell import metrics
from pages.parts.shell.ending import end
from pages.parts.shell.service import be_hosted, opened_service

ASK_EVERY = 5.0  # seconds between two attempts to open a database that is away
NOT_YET = "The runs are being opened."

log = logging.getLogger(__name__)
_trouble = [NOT_YET]  # why runs cannot be saved, "" where they can


async def _health(_: Request) -> JSONResponse:
    """Whether this server answers; that runs cannot be saved is no reason to send its visitors elsewhere."""
    return JSONResponse({"serves": True, "trouble": _trouble[0]})


ROUTES = [Route("/healthz", _health)]


@asynccontextmanager
async def lifespan(_: Any) -> AsyncIterator[None]:
    """Open the runs and the figures for the operator, and close all at the end."""
    be_hosted()
    metrics.serve(opened_service)
    opening = asyncio.create_task(_open_runs())
    try:
        yield
    finally:
        opening.cancel()
        with suppress(asyncio.CancelledError):
            await opening
        await asyncio.to_thread(end)


async def _open_runs() -> None:
    """Open the store and reach the worker; a database that is away is asked again, while pages are served."""
    while True:
        try:
            await asyncio.to_thread(opened_service)
        except StoreError as error:
            if _trouble[0] != str(error):
                log.warning("%s Asking again every %g seconds.", error, ASK_EVERY)
            _trouble[0] = str(error)
            await asyncio.sleep(ASK_EVERY)
        else:
            _trouble[0] = ""
            return
