"""The triples that the body of a request brings, as one document or as a form with files."""

from __future__ import annotations

from collections.abc import Callable
from email.message import Message
from email.parser import BytesParser
from functools import partial

from pyoxigraph import DefaultGraph, Triple
from starlette.datastructures import Headers
from starlette.requests import Request

from cityweave.errors import BadParameter, UnknownFormat
from cityweave.formats import RdfFormat, rdf_by_media_type, rdf_by_suffix
from cityweave.parsing import parse
from cityweave.settings import Settings
from cityweave.web.bodies import decode, media_type_of, read_body

FILES = "multipart/form-data"


Payload = Callable[[], tuple[Triple, ...]]
"""Reads the triples of a body that has come.

Raises `UnknownFormat`, `SyntaxErrorInData`, and `BadParameter` for a body that names graphs
itself, or for a form that is broken. It takes time: call it in a worker.
"""


async def payload(request: Request, settings: Settings, base: str) -> Payload:
    """Receive a body; relative IRIs in it resolve against ``base``.

    Raises `UnknownFormat` and `TooLarge`.
    """
    media_type = media_type_of(request.headers)
    if media_type != FILES:
        rdf_format = rdf_by_media_type(media_type)
        body = await read_body(request, settings.max_request_bytes)
        return partial(_triples, body, rdf_format, base)
    body = await read_body(request, settings.max_request_bytes)
    return partial(_files, body, request.headers["content-type"], base)


def _triples(body: bytes, rdf_format: RdfFormat, base: str) -> tuple[Triple, ...]:
    if rdf_format.name != "rdf":  # XML says its encoding itself
        decode(body, "The body")
    quads = parse(body, rdf_format, base=base, rename_blank_nodes=True).quads
    for quad in quads:
        if not isinstance(quad.graph_name, DefaultGraph):
            raise BadParameter(
                f"The body names the graph {quad.graph_name}, and the request is about one graph.",
                hint="Send triples, or do an update at /update.",
            )
    return tuple(quad.triple for quad in quads)


def _files(body: bytes, content_type: str, base: str) -> tuple[Triple, ...]:
    """The triples of all files of a form (RFC 7578), each in the format that it says."""
    head = b"Content-Type: " + content_type.encode("latin-1") + b"\r\n\r\n"
    form = BytesParser().parsebytes(head + body)
    parts = form.get_payload()
    if not isinstance(parts, list) or form.defects:
        raise BadParameter("The form cannot be taken apart.", hint="Send multipart/form-data.")
    triples: list[Triple] = []
    for part in parts:
        if not isinstance(part, Message):
            continue
        payload = part.get_payload(decode=True)
        if not isinstance(payload, bytes):
            raise BadParameter("A part of the form has parts itself.", hint="Send plain files.")
        triples += _triples(payload, _format(part), base)
    return tuple(triples)


def _format(part: Message) -> RdfFormat:
    """The format of a part: its media type; the suffix of its name where that says nothing."""
    said = str(part.get("Content-Type", ""))
    media_type = media_type_of(Headers({"content-type": said}))
    if media_type in ("", "application/octet-stream"):
        name = part.get_filename()
        if name is None:
            raise UnknownFormat("A part of the form has no Content-Type.", hint="Say text/turtle.")
        return rdf_by_suffix(name)
    return rdf_by_media_type(media_type)
