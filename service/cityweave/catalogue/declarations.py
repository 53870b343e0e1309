"""Reads the parameters that front matter declares and holds them to how the query uses them."""

from __future__ import annotations

import re
from collections.abc import Sequence as Many
from difflib import get_close_matches

from cityweave.catalogue.front_matter import FrontMatter, Scalar, Section, Sequence, Tree
from cityweave.catalogue.parameters import Parameter
from cityweave.catalogue.placeholders import Placeholder
from cityweave.catalogue.terms import KINDS, LANGUAGE
from cityweave.errors import BadParameter, SyntaxErrorInData

_KEYS = ("type", "description", "default", "values", "required", "language")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_DATATYPE = re.compile(r"xsd:[A-Za-z]+")
RESERVED = ("format", "lang")
"""Names that the address of a query uses itself."""


def read_parameters(front: FrontMatter, uses: Many[Placeholder]) -> tuple[Parameter, ...]:
    """The parameters of a query, in the order of their declaration.

    ``uses`` are the places of the query that ask for a parameter. Raises `SyntaxErrorInData` with
    file and line, also for a parameter that is declared and not used or used and not declared.
    """
    section = front.subsection(front.top, "parameters")
    for use in uses:
        if use.name not in section.values:
            front.fail(use.line, f'The parameter "{use.name}" is used but not declared.')
    parameters = []
    for name, line in section.lines.items():
        if not _NAME.fullmatch(name) or name in RESERVED:
            front.fail(line, f'"{name}" is no name for a parameter.', "Use letters and digits.")
        own_uses = [use for use in uses if use.name == name]
        if not own_uses:
            front.fail(line, f'The parameter "{name}" is declared but not used.', f"?_{name}")
        parameters.append(_parameter(front, section, name, own_uses))
    return tuple(parameters)


def _parameter(
    front: FrontMatter, section: Section, name: str, uses: Many[Placeholder]
) -> Parameter:
    line = section.lines[name]
    own = front.subsection(section, name)
    front.known_keys(own, _KEYS, "A parameter")
    kind = front.string(own, "type", "A parameter", "string")
    if kind not in KINDS and not _DATATYPE.fullmatch(kind):
        near = get_close_matches(kind, KINDS, n=1)
        hint = f'Did you mean "{near[0]}"?' if near else f"Types: {', '.join(KINDS)}, xsd:…"
        front.fail(line, f'The parameter "{name}" has the unknown type "{kind}".', hint)
    optional = any(use.optional for use in uses)
    required = front.string(own, "required", "A parameter", "false" if optional else "true")
    if required not in ("true", "false"):
        front.fail(line, f'"required" of the parameter "{name}" must be true or false.')
    parameter = Parameter(
        name=name,
        type=kind,
        description=front.string(own, "description", f'The parameter "{name}"'),
        default=front.string(own, "default", "A parameter", _default(front.top, name)) or None,
        values=front.strings(own, "values") or _enumerated(front.top, name),
        required=required == "true",
        language=_language(front, own, kind, uses[0], line),
    )
    _check(front, parameter, uses, line)
    return parameter


def _language(
    front: FrontMatter, own: Section, kind: str, use: Placeholder, line: int
) -> str | None:
    if kind != "lang-string":
        return None
    language = front.string(own, "language", "A parameter", (use.suffix or "").replace("_", "-"))
    if not LANGUAGE.fullmatch(language):
        front.fail(line, f'The parameter "{use.name}" needs a language.', "language: en")
    return language


def _check(front: FrontMatter, parameter: Parameter, uses: Many[Placeholder], line: int) -> None:
    """Suffixes agree with the type, and every default and listed value is of the type."""
    name = parameter.name
    for use in uses:
        if use.suffix and use.suffix not in parameter.suffixes:
            written = f"?_{name}_{use.suffix}"
            front.fail(use.line, f'"{written}" does not agree with the type "{parameter.type}".')
    if parameter.default is None and parameter.required:
        front.fail(line, f'The parameter "{name}" needs a default.', "Or write: required: false")
    defaults = (parameter.default,) if parameter.default is not None else ()
    for value in (*parameter.values, *defaults):
        try:
            parameter.term(value, "https://example.org/")
        except BadParameter as error:
            raise SyntaxErrorInData(
                error.detail, hint=error.hint, line=line, source=front.source
            ) from error


def _default(top: Section, name: str) -> str:
    """What grlc's ``defaults`` say of a parameter, or an empty text."""
    found = _of_list(top.values.get("defaults"), name)
    return found.value if isinstance(found, Scalar) else ""


def _enumerated(top: Section, name: str) -> tuple[str, ...]:
    """What grlc's ``enumerate`` lists for a parameter."""
    found = _of_list(top.values.get("enumerate"), name)
    items = found.items if isinstance(found, Sequence) else ()
    return tuple(item.value for item in items if isinstance(item, Scalar))


def _of_list(node: Tree | None, name: str) -> Tree | None:
    items = node.items if isinstance(node, Sequence) else ()
    sections = (item for item in items if isinstance(item, Section))
    return next((one.values[name] for one in sections if name in one.values), None)
