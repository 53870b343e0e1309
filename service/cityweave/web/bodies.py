"""Reads what a request carries, within its limits."""

from __future__ import annotations

import re
from email.message import Message
from urllib.parse import unquote_to_bytes

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect, Request

from cityweave.errors import Abandoned, BadParameter, TooLarge, UnknownFormat

MOST = 100
"""Parameters of one request, at most."""

LONGEST = 1_000
"""Characters of a Content-Type; to take apart a long one takes the square of its length."""

_STRAY = re.compile(rb"%(?![0-9A-Fa-f]{2})")


def media_type_of(headers: Headers) -> str:
    """The media type of a body, empty when not said.

    Raises `UnknownFormat` for a charset, and for what is too long to be one.

    Every body here is UTF-8, of which ASCII is a part; other encodings are not guessed at.
    """
    said = headers.get("content-type", "")
    if len(said) > LONGEST:
        raise UnknownFormat(
            f"The Content-Type is longer than {LONGEST} characters.", hint="Send a media type."
        )
    header = Message()
    header["Content-Type"] = said
    charset = str(header.get_param("charset", "utf-8")).lower()
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise UnknownFormat(f"Bodies in {charset} are not read here.", hint="Send UTF-8.")
    return said.partition(";")[0].strip().lower()


async def read_body(request: Request, limit: int) -> bytes:
    """The body of a request, at most ``limit`` bytes.

    Raises `TooLarge` as soon as it is longer, `UnknownFormat` for one that is compressed (it could
    be any length), `Abandoned`.
    """
    encoding = request.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("", "identity"):
        raise UnknownFormat(
            f"Bodies that are encoded as {encoding} are not read here.", hint="Send it as it is."
        )
    declared = request.headers.get("content-length", "")
    body = bytearray()
    if not (declared.isdecimal() and int(declared) > limit):
        try:
            async for chunk in request.stream():
                body += chunk
                if len(body) > limit:
                    break
            else:
                return bytes(body)
        except ClientDisconnect as error:
            raise Abandoned("The client went away before its request was there.") from error
    raise TooLarge(
        f"The body of the request is longer than {limit} bytes, the limit of max_request_bytes.",
        hint="Send less at a time.",
    )


def decode(data: bytes, what: str) -> str:
    """Text from UTF-8. Raises `BadParameter` where the bytes are none."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadParameter(f"{what} is not UTF-8.", hint="Send the text as UTF-8.") from error


def form_items(data: bytes) -> list[tuple[str, str]]:
    """The names and values of a query string or of a form, in their order.

    (https://url.spec.whatwg.org/#application/x-www-form-urlencoded). Raises `BadParameter`.
    """
    if data.count(b"&") >= MOST:
        raise BadParameter("There are too many parameters.", hint=f"Send at most {MOST}.")
    try:
        pairs = (part.partition(b"=") for part in data.split(b"&") if part)
        return [(_unquoted(name), _unquoted(value)) for name, _, value in pairs]
    except UnicodeDecodeError as error:
        raise BadParameter("A parameter is not UTF-8.", hint="Send text as UTF-8.") from error


def _unquoted(data: bytes) -> str:
    """Text from its percent-encoding; a percent sign without two digits stands for itself.

    Python's own way takes a step for each sign, which half of a query is; this takes five in all.
    """
    plain = data.replace(b"+", b" ")
    if b"%" not in plain:
        return plain.decode("utf-8")
    if _STRAY.search(plain):
        return unquote_to_bytes(plain).decode("utf-8")
    escaped = plain.replace(b"\\", b"\\\\").replace(b"%", b"\\x")
    return escaped.decode("unicode_escape").encode("latin-1").decode("utf-8")


def single(items: list[tuple[str, str]]) -> dict[str, str]:
    """Parameters by name. Raises `BadParameter` for a name that stands twice."""
    found: dict[str, str] = {}
    for name, value in items:
        if name in found:
            raise BadParameter(f'The parameter "{name}" is given twice.', hint="Give it once.")
        found[name] = value
    return found
