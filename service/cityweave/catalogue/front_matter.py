"""Front matter: YAML on the `#+` lines of a file, as plain texts that know their lines.

Nothing is guessed: ``NO`` stays the code of Norway and ``2024-05-31`` stays what was written.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence as Many
from dataclasses import dataclass
from difflib import get_close_matches
from typing import NoReturn

import yaml

from cityweave.errors import SyntaxErrorInData


@dataclass(frozen=True)
class Scalar:
    """A single value, as written."""

    value: str
    line: int


@dataclass(frozen=True)
class Sequence:
    """A list."""

    items: tuple[Tree, ...]
    line: int


@dataclass(frozen=True)
class Section:
    """Keys and values; ``lines`` has the line of each key."""

    values: Mapping[str, Tree]
    lines: Mapping[str, int]
    line: int


Tree = Scalar | Sequence | Section


@dataclass(frozen=True)
class FrontMatter:
    """The front matter of one file; its readers complain with file and line."""

    top: Section
    source: str

    @classmethod
    def of(cls, text: str, source: str) -> FrontMatter:
        """Read the ``#+`` lines of a file. Raises `SyntaxErrorInData`."""
        numbered = [
            (number, line[2:].removeprefix(" "))
            for number, line in enumerate(text.splitlines(), start=1)
            if line.startswith("#+")
        ]
        lines = [number for number, _ in numbered] or [1]
        try:
            found = tree("\n".join(line for _, line in numbered), lines)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            raise SyntaxErrorInData(
                f"The front matter is not YAML: {error.problem or error.context}.",
                hint='Put a text that holds ": " or begins with a sign into quotation marks.',
                line=lines[min(mark.line, len(lines) - 1)] if mark else lines[0],
                source=source,
            ) from error
        if not isinstance(found, Section) or not found.values:
            raise SyntaxErrorInData(
                "The query has no front matter.",
                hint='Begin the file with a line such as "#+ summary: …".',
                line=lines[0],
                source=source,
            )
        return cls(found, source)

    def fail(self, line: int | None, detail: str, hint: str | None = None) -> NoReturn:
        """Complain about a line."""
        raise SyntaxErrorInData(detail, hint=hint, line=line, source=self.source)

    def known_keys(self, section: Section, known: Many[str], what: str) -> None:
        """Complain about a key that means nothing, with the nearest one that does."""
        for key, line in section.lines.items():
            if key not in known:
                near = get_close_matches(key, known, n=1)
                hint = f'Did you mean "{near[0]}"?' if near else f"Known: {', '.join(known)}."
                self.fail(line, f'{what} has no "{key}".', hint)

    def string(self, section: Section, key: str, what: str, default: str | None = None) -> str:
        """A text, its white space folded; without a default it must be there."""
        node = section.values.get(key)
        if node is None and default is not None:
            return default
        if node is None or (isinstance(node, Scalar) and not node.value):
            self.fail(node.line if node else section.line, f'{what} needs a "{key}".')
        if not isinstance(node, Scalar):
            self.fail(node.line, f'"{key}" must be a text.')
        return " ".join(node.value.split())

    def strings(self, section: Section, key: str) -> tuple[str, ...]:
        """A list of texts; empty where the key is missing."""
        node = section.values.get(key)
        if node is None:
            return ()
        items = node.items if isinstance(node, Sequence) else (node,)
        texts = tuple(item.value for item in items if isinstance(item, Scalar))
        if not isinstance(node, Sequence) or len(texts) != len(items):
            self.fail(node.line, f'"{key}" must be a list of texts.', f"{key}: [one, two]")
        return texts

    def subsection(self, section: Section, key: str) -> Section:
        """Keys and values under a key; empty where the key is missing."""
        node = section.values.get(key, Section({}, {}, section.line))
        if not isinstance(node, Section):
            self.fail(node.line, f'"{key}" must have keys and values.')
        return node


def tree(text: str, lines: Many[int]) -> Tree:
    """Read YAML; ``lines`` has for each line of the text its number in the file.

    Raises ``yaml.MarkedYAMLError``, whose marks count the lines of the text.
    """
    node = yaml.compose(text, Loader=yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader)
    return _of(node, lines) if node is not None else Section({}, {}, lines[0])


def _of(node: yaml.Node, lines: Many[int]) -> Tree:
    line = lines[min(node.start_mark.line, len(lines) - 1)]
    if isinstance(node, yaml.SequenceNode):
        return Sequence(tuple(_of(item, lines) for item in node.value), line)
    if isinstance(node, yaml.MappingNode):
        values: dict[str, Tree] = {}
        places: dict[str, int] = {}
        for key, value in node.value:
            if key.value in values:
                raise yaml.MarkedYAMLError(
                    problem=f'the key "{key.value}" stands twice', problem_mark=key.start_mark
                )
            values[key.value] = _of(value, lines)
            places[key.value] = lines[min(key.start_mark.line, len(lines) - 1)]
        return Section(values, places, line)
    return Scalar(node.value, line)
