"""What a request brings to be validated: a body, the files and fields of a form, an address."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request

from cityweave.errors import BadParameter, UnknownFormat
from cityweave.federation import Gateway
from cityweave.formats import RDF_FORMATS, XLSX, rdf_by_media_type
from cityweave.settings import Settings
from cityweave.validation import Submission
from cityweave.validation.recognition import recognised
from cityweave.validation.submission import format_of
from cityweave.web.bodies import decode, form_items, media_type_of, read_body, single
from cityweave.web.forms import Part, parts_of
from cityweave.web.payloads import FILES
from cityweave.web.protocol import FORM

TABLES: Mapping[str, str] = {
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    XLSX: "xlsx",
    "application/zip": "zip",
}
"""Media types of spreadsheets, and of archives of them that imports read (https://www.iana.org/assignments/media-types/)."""

GENERAL = ("", "application/octet-stream", "text/plain", "application/vnd.ms-excel")
"""Media types that tell no format; browsers send the last one for CSV."""

FIELDS = ("text", "url", "profile", "kind", "format", "lang", "input")
"""What can be said in the address or in a form; `input` is the format of `text`."""

_NOTHING = "There is nothing to validate."
_HINT = (
    "Send RDF, CSV or XLSX as the body with its Content-Type, or a form with files, or with the "
    "field text or url."
)


@dataclass(frozen=True, slots=True)
class Received:
    """The documents of a request, shapes of its own among them, and what else it says."""

    submissions: tuple[Submission, ...]
    shapes: tuple[Submission, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)

    @property
    def profile(self) -> str | None:
        """The name of the profile that is asked for."""
        return self.fields.get("profile") or None

    @property
    def text(self) -> str:
        """The text that was put into the form."""
        return self.fields.get("text", "")


async def receive(request: Request, settings: Settings) -> Received:
    """Receive a request. Raises `BadParameter`, `UnknownFormat`, `TooLarge`, `Abandoned`."""
    given = single(form_items(request.scope["query_string"]))
    media_type = media_type_of(request.headers)
    body = await read_body(request, settings.max_request_bytes)
    if media_type == FORM:
        return _fields(given | single(form_items(body)), (), ())
    if media_type == FILES:
        return _form(given, body, request.headers["content-type"])
    if not body:
        raise BadParameter(_NOTHING, hint=_HINT)
    chosen = format_of_media_type(media_type, body)
    return _fields(given, (Submission(body, f"input.{chosen}", chosen),), ())


def fetched(received: Received, gateway: Gateway) -> Received:
    """The same with what is at the address that the field `url` names.

    Raises as `Gateway.document`, and `BadParameter` where there is nothing to validate.
    """
    url = received.fields.get("url", "").strip()
    submissions = received.submissions
    if url:
        submissions += (asyncio.run(document_at(url, gateway)),)
    if not submissions:
        raise BadParameter(_NOTHING, hint=_HINT)
    kind = received.fields.get("kind") or None
    documents = tuple(replace(one, kind=kind) for one in submissions)
    return replace(received, submissions=documents)


def format_of_media_type(content_type: str, data: bytes, name: str = "") -> str:
    """The format that a media type tells, or else the document. Raises `UnknownFormat`."""
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type in TABLES:
        return TABLES[media_type]
    if media_type in GENERAL:
        return recognised(data, name)
    try:
        return rdf_by_media_type(media_type).name
    except UnknownFormat as error:
        raise UnknownFormat(
            f"“{media_type}” cannot be validated here.",
            hint="Send RDF (text/turtle, application/ld+json, …), text/csv or XLSX.",
        ) from error


async def document_at(url: str, gateway: Gateway) -> Submission:
    """The document at an address. Raises as `Gateway.document`, and `UnknownFormat`."""
    kinds = (*(one.media_type for one in RDF_FORMATS), *TABLES)
    also = ("text/plain", "application/octet-stream", "application/xml", "text/xml")
    found = await gateway.document(url, (*kinds, "application/json", *also))
    name = PurePath(urlsplit(found.url).path).name
    if found.media_type in ("application/xml", "text/xml"):
        chosen = "rdf"
    else:
        chosen = format_of_media_type(found.media_type, found.body, name)
    return Submission(found.body, found.url, chosen, found.url)


def _form(given: Mapping[str, str], body: bytes, content_type: str) -> Received:
    """Files and fields of a form; a field of a browser that nothing was put into is empty."""
    said = dict(given)
    files: list[Submission] = []
    shapes: list[Submission] = []
    for part in parts_of(body, content_type):
        name = part.name
        if part.filename is None and name in FIELDS:
            said[name] = decode(bytes(part.content), f"The field {name}")
        elif part.content or part.filename:
            document = document_of(part, len(files) + len(shapes) + 1)
            (shapes if name == "shapes" else files).append(document)
    return _fields(said, tuple(files), tuple(shapes))


def document_of(part: Part, number: int = 1) -> Submission:
    """A file of a form: its name tells the format, or its media type, or else its beginning.

    Raises `UnknownFormat`.
    """
    data, name = bytes(part.content), part.filename or ""
    said = media_type_of(Headers({"content-type": part.headers.get("content-type", "")}))
    try:
        chosen = format_of(name)
    except UnknownFormat:
        try:
            chosen = format_of_media_type(said, data)
        except UnknownFormat:
            chosen = recognised(data)
    shown = PurePath(name.replace("\\", "/")).name[:200] or f"part {number}.{chosen}"
    return Submission(data, shown, chosen)


def _fields(
    said: Mapping[str, str], files: tuple[Submission, ...], shapes: tuple[Submission, ...]
) -> Received:
    """What a form says. Raises `BadParameter` for a field that there is not."""
    for name in said:
        if name not in FIELDS:
            raise BadParameter(
                f'There is no parameter "{name[:80]}".',
                hint="There are " + ", ".join(FIELDS) + ", and the files file and shapes.",
            )
    text = said.get("text", "")
    if text.strip():
        data = text.replace("\r\n", "\n").encode("utf-8", "replace")
        chosen = said.get("input") or recognised(data)
        files = (*files, Submission(data, f"input.{chosen}", chosen))
    return Received(files, shapes, said)
