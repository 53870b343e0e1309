"""Reads what a request about contributions carries: a document, fields, a token."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256

from starlette.requests import Request

from cityweave.access import Holder, Role
from cityweave.errors import BadParameter
from cityweave.web.bodies import decode, form_items, media_type_of, read_body, single
from cityweave.web.forms import Part, parts_of
from cityweave.web.payloads import FILES
from cityweave.web.protocol import FORM
from cityweave.web.site import Site
from cityweave.web.submissions import GENERAL, document_at, document_of, format_of_media_type

JSON = "application/json"
TOKEN = "access_token"  # noqa: S105 - the name of the field (RFC 6750, 2.2)


@dataclass(frozen=True, slots=True)
class Offer:
    """A document with its name and format, as far as the request has one; all other fields."""

    fields: Mapping[str, str] = field(default_factory=dict)
    data: bytes | None = None
    name: str = ""
    format: str = ""

    @property
    def request(self) -> str:
        """A name for all that was sent, its SHA-256, where it has a ``key``; empty otherwise.

        A form that was loaded anew has another key; one that is sent again has the same.
        """
        if self.text("key") is None:
            return ""
        told = {name: value for name, value in self.fields.items() if name != TOKEN}
        content = None if self.data is None else sha256(self.data).hexdigest()
        named = json.dumps([told, content, self.name, self.format], sort_keys=True)
        return sha256(named.encode()).hexdigest()

    def text(self, name: str) -> str | None:
        """A field without space around it; None when it is missing or empty."""
        return self.fields.get(name, "").strip() or None


async def read_offer(request: Request, site: Site) -> Offer:
    """Read a body: a document as it is, a form with or without a file, or an object of JSON.

    Parameters of the address are fields, too, but for a token. Raises `TooLarge`,
    `UnknownFormat`, `BadParameter`.
    """
    given = single(form_items(request.scope["query_string"]))
    if TOKEN in given:
        raise BadParameter(
            "A token stands in the address, where logs and others can read it.",
            hint="Send it in the header Authorization: Bearer …, or in a form.",
        )
    media_type = media_type_of(request.headers)
    body = await read_body(request, site.settings.max_request_bytes)
    if media_type == FILES:
        return _of_parts(given, parts_of(body, request.headers["content-type"]))
    if media_type == FORM:
        return _of_fields({**given, **single(form_items(body))})
    if media_type == JSON:
        return _of_fields({**given, **_object(body)})
    if not body and media_type in GENERAL:
        return Offer(given)
    name = given.get("file", "")
    chosen = format_of_media_type(media_type, body, name)
    return Offer(given, body, name or "contribution", chosen)


async def fetched(offer: Offer, site: Site) -> Offer:
    """The offer with the document that its field ``url`` leads to.

    Raises as `Gateway.document`; only hosts that the operator allows are asked. `BadParameter`
    for a document that came itself: its record would say that it was fetched from there.
    """
    url = offer.text("url")
    if url is None:
        return offer
    if offer.data is not None:
        raise BadParameter("The request has a document and an address of one.", hint="Send either.")
    found = await document_at(url, site.gateway)
    return replace(offer, data=found.data, name=found.name, format=found.format)


def holder(site: Site, request: Request, offer: Offer, needed: Role) -> Holder:
    """Whose token came, in the header or in a form (RFC 6750, 2.1 and 2.2).

    The field ``by`` is the name that its holder wants to be read under. Raises `Unauthorized`,
    `Forbidden`, `BadParameter` for two tokens.
    """
    header, token = request.headers.get("authorization"), offer.text(TOKEN)
    if header and token:
        raise BadParameter("The request has two tokens.", hint="Send one.")
    found = site.tokens.require(header or (f"Bearer {token}" if token else None), needed)
    return replace(found, name=offer.text("by") or found.name)


def anyone(site: Site, request: Request, offer: Offer) -> Holder | None:
    """Whose token came, or None without one. Raises `Unauthorized` for one that is not known."""
    if not request.headers.get("authorization") and offer.text(TOKEN) is None:
        return None
    return holder(site, request, offer, Role.CONTRIBUTOR)


def _of_parts(given: Mapping[str, str], parts: tuple[Part, ...]) -> Offer:
    """The fields of a form, and its one file that is not empty."""
    fields, files = dict(given), []
    for part in parts:
        if part.filename is None:
            fields[part.name] = decode(bytes(part.content), f"The field {part.name}")
        elif part.content or part.filename:
            files.append(part)
    if len(files) > 1:
        raise BadParameter(
            "The form has several files.", hint="A contribution is one file: send them one by one."
        )
    if not files:
        return _of_fields(fields)
    found = document_of(files[0])
    return Offer(fields, found.data, found.name, found.format)


def _of_fields(fields: Mapping[str, str]) -> Offer:
    """A text that stands in a field, in the format that another field tells."""
    text = fields.get("text", "")
    if not text.strip():
        return Offer(fields)
    format_name = fields.get("type", "").strip().lower() or "ttl"
    return Offer(fields, text.encode(), f"form.{format_name}", format_name)


def _object(body: bytes) -> dict[str, str]:
    try:
        found = json.loads(decode(body, "The body"))
    except (json.JSONDecodeError, RecursionError) as error:
        raise BadParameter("The body is not JSON.", hint='Send {"reason": "…"}.') from error
    if not isinstance(found, dict) or not all(isinstance(one, str) for one in found.values()):
        raise BadParameter(
            "The body is not an object of texts.",
            hint="A document in JSON-LD is sent as application/ld+json.",
        )
    try:
        "".join((*found, *found.values())).encode()
    except UnicodeEncodeError as error:
        raise BadParameter(
            "The body has half of a surrogate pair, which is no character.",
            hint="Send the text as UTF-8, without escapes.",
        ) from error
    return found
