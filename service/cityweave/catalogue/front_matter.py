"""Reads the front matter of a query file and holds it to its rules, with file and line.

The YAML is read without guessing types: ``NO`` stays the code of Norway and ``2024-05-31`` stays
what was written.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import NoReturn

import yaml

from cityweave.catalogue.parameters import Parameter
from cityweave.catalogue.placeholders import Placeholder, placeholders
from cityweave.catalogue.query import LANGUAGES, VIEWS, CatalogueQuery
from cityweave.catalogue.terms import KINDS, LANGUAGE
from cityweave.catalogue.yaml_tree import Scalar, Section, Sequence, Tree, tree
from cityweave.errors import BadParameter, SyntaxErrorInData

_OWN = ("summary", "description", "titles", "tags", "view", "parameters")
_GRLC = (
    "defaults enumerate endpoint endpoint_in_url endpoint-in-url method mime pagination transform"
).split()
_OF_A_PARAMETER = ("type", "description", "default", "values", "required", "language")
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PARAMETER_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_RESERVED = ("format", "lang")


class _Reader:
    """Reads one file; keeps its name so that every complaint can say where."""

    def __init__(self, name: str, text: str, source: str) -> None:
        self.name, self.text, self.source = name, text, source

    def fail(self, line: int | None, detail: str, hint: str | None = None) -> NoReturn:
        raise SyntaxErrorInData(detail, hint=hint, line=line, source=self.source)

    def section(self) -> Section:
        """The front matter as a tree whose every node knows its line in the file."""
        numbered = [
            (number, line[2:].removeprefix(" "))
            for number, line in enumerate(self.text.splitlines(), start=1)
            if line.startswith("#+")
        ]
        if not numbered:
            self.fail(1, "The query has no front matter.", 'Begin the file with "#+ summary: …".')
        lines = [number for number, _ in numbered]
        try:
            found = tree("\n".join(line for _, line in numbered), lines)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line = lines[min(mark.line, len(lines) - 1)] if mark else lines[0]
            raise SyntaxErrorInData(
                f"The front matter is not YAML: {error.problem or error.context}.",
                hint='Put a text that holds ": " or begins with a sign into quotation marks.',
                line=line,
                source=self.source,
            ) from error
        if not isinstance(found, Section):
            self.fail(lines[0], "The front matter is no list of keys and values.")
        return found

    def known_keys(self, section: Section, known: tuple[str, ...], what: str) -> None:
        for key, line in section.lines.items():
            if key not in known:
                near = get_close_matches(key, known, n=1)
                hint = f'Did you mean "{near[0]}"?' if near else f"Known: {', '.join(known)}."
                self.fail(line, f'{what} has no "{key}".', hint)

    def string(self, section: Section, key: str, what: str, default: str | None = None) -> str:
        node = section.values.get(key)
        if node is None and default is not None:
            return default
        if node is None or node == Scalar("", node.line):
            self.fail(node.line if node else section.line, f'{what} needs a "{key}".')
        if not isinstance(node, Scalar):
            self.fail(node.line, f'"{key}" of {what.lower()} must be a text.')
        return " ".join(node.value.split())

    def strings(self, section: Section, key: str) -> tuple[str, ...]:
        node = section.values.get(key)
        if node is None:
            return ()
        if not isinstance(node, Sequence) or not all(isinstance(i, Scalar) for i in node.items):
            self.fail(node.line, f'"{key}" must be a list of texts.', f"{key}: [one, two]")
        return tuple(item.value for item in node.items if isinstance(item, Scalar))

    def subsection(self, section: Section, key: str) -> Section:
        node = section.values.get(key, Section({}, {}, section.line))
        if not isinstance(node, Section):
            self.fail(node.line, f'"{key}" must have keys and values.')
        return node

    def query(self) -> CatalogueQuery:
        if not _NAME.fullmatch(self.name):
            self.fail(None, f'"{self.name}" is no name for a query.', "Use a-z, 0-9 and hyphens.")
        front = self.section()
        self.known_keys(front, (*_OWN, *_GRLC), "Front matter")
        titles = self.titles(front)
        tags = self.strings(front, "tags")
        if not tags:
            self.fail(front.line, "The query has no tag.", "tags: [cities, networks]")
        view = self.string(front, "view", "Front matter", "table")
        if view not in VIEWS:
            line = front.values["view"].line
            self.fail(line, f'There is no view "{view}".', f"Views: {', '.join(VIEWS)}.")
        return CatalogueQuery(
            name=self.name,
            summary=self.string(front, "summary", "Front matter"),
            description=self.string(front, "description", "Front matter", ""),
            titles=titles,
            tags=tags,
            view=view,
            parameters=self.parameters(front),
            text=self.text,
        )

    def titles(self, front: Section) -> dict[str, str]:
        section = self.subsection(front, "titles")
        self.known_keys(section, LANGUAGES, "The list of titles")
        return {language: self.string(section, language, "Titles") for language in LANGUAGES}

    def parameters(self, front: Section) -> tuple[Parameter, ...]:
        section = self.subsection(front, "parameters")
        used: dict[str, Placeholder] = {}
        for place in placeholders(self.text):
            if place.name not in section.values:
                line = self.text.count("\n", 0, place.start) + 1
                self.fail(line, f'The parameter "{place.name}" is used but not declared.')
            used.setdefault(place.name, place)
        parameters = []
        for name, line in section.lines.items():
            if not _PARAMETER_NAME.fullmatch(name) or name in _RESERVED:
                self.fail(line, f'"{name}" is no name for a parameter.', "Use letters and digits.")
            if name not in used:
                self.fail(line, f'The parameter "{name}" is declared but not used.', f"?_{name}")
            parameters.append(self.parameter(front, section, name, used[name]))
        return tuple(parameters)

    def parameter(self, front: Section, section: Section, name: str, use: Placeholder) -> Parameter:
        line = section.lines[name]
        own = self.subsection(section, name)
        self.known_keys(own, _OF_A_PARAMETER, "A parameter")
        kind = self.string(own, "type", "A parameter", "string")
        if kind not in KINDS and not re.fullmatch(r"xsd:[A-Za-z]+", kind):
            near = get_close_matches(kind, KINDS, n=1)
            hint = f'Did you mean "{near[0]}"?' if near else f"Types: {', '.join(KINDS)}, xsd:…"
            self.fail(line, f'The parameter "{name}" has the unknown type "{kind}".', hint)
        language = self.language(own, kind, use, line)
        default = self.string(own, "default", "A parameter", _listed(front, "defaults", name))
        required = self.string(own, "required", "A parameter", str(not use.optional).lower())
        enumerated = _enumerated(front, name)
        parameter = Parameter(
            name=name,
            type=kind,
            description=self.string(own, "description", f'The parameter "{name}"'),
            default=default or None,
            values=self.strings(own, "values") or enumerated,
            required=required != "false",
            language=language,
        )
        self.checked(parameter, use, line)
        return parameter

    def language(self, own: Section, kind: str, use: Placeholder, line: int) -> str | None:
        if kind != "lang-string":
            return None
        language = self.string(own, "language", "A parameter", (use.suffix or "").replace("_", "-"))
        if not LANGUAGE.fullmatch(language):
            self.fail(line, f'The parameter "{use.name}" needs a language.', "language: en")
        return language

    def checked(self, parameter: Parameter, use: Placeholder, line: int) -> None:
        if use.suffix and use.suffix not in parameter.suffixes:
            self.fail(line, f'"?_{use.name}_{use.suffix}" does not agree with the type "{parameter.type}".')
        if parameter.default is None and parameter.required:
            self.fail(line, f'The parameter "{parameter.name}" needs a default.', "Or: required: false")
        for value in (*parameter.values, *([parameter.default] if parameter.default else [])):
            try:
                parameter.term(value, "https://example.org/")
            except BadParameter as error:
                raise SyntaxErrorInData(
                    error.detail, hint=error.hint, line=line, source=self.source
                ) from error


def _listed(front: Section, key: str, name: str) -> str:
    """What grlc's ``defaults`` say of a parameter, or an empty text."""
    found = _of_list(front.values.get(key), name)
    return found.value if isinstance(found, Scalar) else ""


def _enumerated(front: Section, name: str) -> tuple[str, ...]:
    """What grlc's ``enumerate`` lists for a parameter."""
    found = _of_list(front.values.get("enumerate"), name)
    items = found.items if isinstance(found, Sequence) else ()
    return tuple(item.value for item in items if isinstance(item, Scalar))


def _of_list(node: Tree | None, name: str) -> Tree | None:
    items = node.items if isinstance(node, Sequence) else ()
    return next((i.values[name] for i in items if isinstance(i, Section) and name in i.values), None)


def read_query(name: str, text: str, source: str) -> CatalogueQuery:
    """Read a query file.

    ``source`` is the file's name for messages. Raises `SyntaxErrorInData` with file and line.
    """
    return _Reader(name, text, source).query()
