"""Work of a request in a thread, for as long as its client is there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Concatenate, ParamSpec, TypeVar

from starlette.requests import Request

from cityweave.store import Caller
from cityweave.web.delivery import watched
from cityweave.web.site import Site

Rest = ParamSpec("Rest")
Result = TypeVar("Result")


async def in_worker(
    work: Callable[Concatenate[Site, Request, Rest], Result],
    site: Site,
    request: Request,
    *rest: Rest.args,
    **named: Rest.kwargs,
) -> Result:
    """Call ``work(site, request, …)`` in a thread; its queries end when the client goes away."""
    caller = Caller(request.client.host if request.client else None)
    loop = asyncio.get_running_loop()
    call = partial(work, site.asked_by(caller), request, *rest, **named)
    async with watched(request.receive, caller):
        return await loop.run_in_executor(site.workers, call)
