"""The triples that the body of a request brings, as one document or as a form with files."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from pyoxigraph import DefaultGraph, Triple
from starlette.datastructures import Headers
from starlette.requests import Request

from cityweave.errors import BadParameter, UnknownFormat
from cityweave.formats import RdfFormat, rdf_by_media_type, rdf_by_suffix
from cityweave.settings import Settings
from cityweave.store import Store
from cityweave.web.bodies import decode, media_type_of, read_body
from cityweave.web.forms import Part, parts_of

FILES = "multipart/form-data"


Payload = Callable[[Store], tuple[Triple, ...]]
"""Has a store read the triples of a body that has come.

Raises as `Store.parse`, `UnknownFormat`, `TooLarge` for too many files, and `BadParameter` for a
body that names graphs itself or a form that is broken. It takes time: call it in a worker.
"""


async def payload(request: Request, settings: Settings, base: str) -> Payload:
    """Receive a body; relative IRIs in it resolve against ``base``.

    Raises `UnknownFormat` and `TooLarge`.
    """
    media_type = media_type_of(request.headers)
    rdf_format = None if media_type == FILES else rdf_by_media_type(media_type)
    body = await read_body(request, settings.max_request_bytes)
    if rdf_format is None:
        return partial(_files, body, request.headers["content-type"], base)
    return partial(_triples, body, rdf_format, base)


def _triples(body: bytes, rdf_format: RdfFormat, base: str, store: Store) -> tuple[Triple, ...]:
    if rdf_format.name != "rdf":  # XML says its encoding itself
        decode(body, "The body")
    quads = store.parse(body, rdf_format, base=base)
    for quad in quads:
        if not isinstance(quad.graph_name, DefaultGraph):
            raise BadParameter(
                f"The body names the graph {quad.graph_name}, and the request is about one graph.",
                hint="Send triples, or do an update at /update.",
            )
    return tuple(quad.triple for quad in quads)


def _files(body: bytes, content_type: str, base: str, store: Store) -> tuple[Triple, ...]:
    """The triples of all files of a form, each in the format that it says."""
    triples: list[Triple] = []
    for part in parts_of(body, content_type):
        _refuse_encoded(part)
        triples += _triples(bytes(part.content), _format(part), base, store)
    return tuple(triples)


def _refuse_encoded(part: Part) -> None:
    """RFC 7578, 4.7: nobody should encode parts. Raises `UnknownFormat` for one that is."""
    encoding = part.headers.get("content-transfer-encoding", "binary").strip().lower()
    if encoding not in ("binary", "8bit", "7bit"):
        raise UnknownFormat(
            f"A part of the form is encoded as {encoding}.", hint="Send the files as they are."
        )


def _format(part: Part) -> RdfFormat:
    """The format of a part: its media type; the suffix of its name where that says nothing."""
    said = part.headers.get("content-type", "")
    media_type = media_type_of(Headers({"content-type": said}))
    if media_type in ("", "application/octet-stream"):
        if part.filename is None:
            raise UnknownFormat("A part of the form has no Content-Type.", hint="Say text/turtle.")
        return rdf_by_suffix(part.filename)
    return rdf_by_media_type(media_type)
