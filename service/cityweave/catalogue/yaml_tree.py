"""YAML as a tree of plain texts in which every node knows its line in the file it came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence as Lines
from dataclasses import dataclass

import yaml


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


def tree(text: str, lines: Lines[int]) -> Tree:
    """Read YAML; ``lines`` has for each line of the text its number in the file.

    Raises ``yaml.MarkedYAMLError``, whose marks count the lines of the text.
    """
    node = yaml.compose(text, Loader=yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader)
    return _of(node, lines) if node is not None else Section({}, {}, lines[0])


def _of(node: yaml.Node, lines: Lines[int]) -> Tree:
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
