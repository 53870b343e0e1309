"""The bytes of an answer as they were before they were compressed, counted as they come out."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator

from cityweave.errors import RemoteFailed
from cityweave.federation.allowance import Allowance

_GZIP = 16 + zlib.MAX_WBITS


async def decoded(
    raw: AsyncIterator[bytes], encoding: str, allowance: Allowance, name: str
) -> AsyncIterator[bytes]:
    """The body, decompressed; never more of it in memory than the allowance has left.

    A megabyte of gzip can hold a gigabyte, so the limit has to stop the decompressor
    itself. Raises `RemoteFailed` for what is not asked for or is broken, `RemoteTooLarge`.
    """
    if encoding.lower() in ("", "identity"):
        async for data in raw:
            allowance.take(len(data), name)
            yield data
        return
    if encoding.lower() not in ("gzip", "x-gzip"):
        raise RemoteFailed(
            f"<{name}> answered in the encoding “{encoding[:40]}”, which nobody asked for."
        )
    unpacking = zlib.decompressobj(_GZIP)
    try:
        async for data in raw:
            plain = unpacking.decompress(data, allowance.size + 1)
            allowance.take(len(plain), name)
            yield plain
            if unpacking.eof:
                return
    except zlib.error as error:
        raise RemoteFailed(f"<{name}> answered with broken gzip.") from error
    raise RemoteFailed(f"<{name}> answered with gzip that ends too early.")
