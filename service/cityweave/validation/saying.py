"""The messages of a result in four languages: the shape's own, or a sentence for each component."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode

from cityweave.naming import compact
from cityweave.parsing import Index, Term
from cityweave.parsing.fault import Words
from cityweave.validation import ownership
from cityweave.validation.labels import Labels
from cityweave.validation.lexical import is_well_formed, stored
from cityweave.validation.names import sh
from cityweave.validation.report import in_language
from cityweave.validation.results import Result
from cityweave.validation.wording import phrase
from cityweave.vocabulary import BASE, LANGUAGES

_VARIABLE = re.compile(r"\{[?$](\w+)\}")
_SENTENCES = {
    "MaxCount": "too_many",
    "QualifiedMaxCount": "too_many",
    "MinCount": "too_few",
    "QualifiedMinCount": "too_few",
    "UniqueLang": "unique_lang",
    "Closed": "not_allowed",
    "HasValue": "must_have",
    "Equals": "equals",
}
_UNSAID = ("SPARQL", "JS", "Expression")
"""Components that only their own messages can put into words."""


class Messages:
    """Says what is wrong."""

    def __init__(self, shapes: Index, labels: Labels) -> None:
        self._shapes = shapes
        self._labels = labels

    def of(self, result: Result, path: Words | None, expected: Words | None) -> Words:
        """The messages of a result, in the four languages and in those that the shape has."""
        said = self._own(result, path)
        untagged = said.pop("", None)
        name = result.component.value.rpartition("#")[2].removesuffix("ConstraintComponent")
        if all(language in said or untagged for language in LANGUAGES):
            return dict.fromkeys(LANGUAGES, untagged or "") | said
        if expected is None and said:
            default = phrase("messages", "rule_said", message=in_language(said, "en"))
        else:
            default = self._default(result, name, path, expected)
        return {one: untagged or default[one] for one in LANGUAGES} | said

    def _own(self, result: Result, path: Words | None) -> dict[str, str]:
        """The messages of the shape; those that can be are filled in with names."""
        said = _by_language(result.messages)
        if result.constraint is None:
            return said
        owners = (result.constraint, result.shape)
        templates: dict[str, str] = next(
            (
                dict(found)
                for one in owners
                if (found := ownership.by_language(self._shapes, one, sh("message")))
            ),
            {},
        )
        values: dict[str, Words] = {"this": self._labels.of(result.focus)}
        if result.value is not None:
            values["value"] = self._labels.of(result.value)
        if path is not None:
            values["path"] = path
        for language, template in templates.items():
            variables = set(_VARIABLE.findall(template))
            if variables and variables <= values.keys():
                said[language] = _filled(template, values, language or "en")
        return said

    def _default(
        self, result: Result, name: str, path: Words | None, expected: Words | None
    ) -> Words:
        if path is not None and expected is not None and name in _SENTENCES:
            return self._counted(result, name, path, expected)
        if path is not None and name == "Closed":
            return phrase("messages", "not_allowed", path=path)
        if expected is not None:
            what = self._what(result, path)
            if name == "Datatype" and (kin := self._kin(result)):
                return phrase("messages", "kin", what=what, has=kin[0], expected=kin[1])
            return phrase("messages", "must_be", what=what, expected=expected)
        rule = ownership.name(self._shapes, result.shape)
        if name in _UNSAID or result.value is None:
            return (
                phrase("messages", "rule_named", name=rule) if rule else phrase("messages", "rule")
            )
        return phrase("messages", "not_right", what=self._what(result, path))

    def _counted(self, result: Result, name: str, path: Words, expected: Words) -> Words:
        key = _SENTENCES[name]
        if name == "MinCount" and self._is(result.shape, "minCount", "1"):
            key = "missing"
        if name == "MaxCount" and self._is(result.shape, "maxCount", "0"):
            key = "not_allowed"
        value = "" if result.value is None else self._labels.of(result.value)
        return phrase("messages", key, path=path, expected=expected, value=value)

    def _what(self, result: Result, path: Words | None) -> Words:
        value = self._labels.of(result.focus if result.value is None else result.value)
        if path is None:
            return phrase("messages", "value", value=value)
        return phrase("messages", "value_of", value=value, path=path)

    def _kin(self, result: Result) -> tuple[str, str] | None:
        """The datatype of a value and the one that is wanted, where the same words tell of both."""
        wanted = self._shapes.value(result.shape, sh("datatype"))
        value = result.value
        if not isinstance(wanted, NamedNode) or not isinstance(value, Literal):
            return None
        if stored(wanted) != stored(value.datatype) or wanted == value.datatype:
            return None
        if not is_well_formed(value.value, wanted):  # which the words tell
            return None
        return compact(value.datatype.value, BASE), compact(wanted.value, BASE)

    def _is(self, shape: Term, parameter: str, count: str) -> bool:
        found = self._shapes.value(shape, sh(parameter))
        return isinstance(found, Literal) and found.value == count


def _filled(template: str, values: dict[str, Words], language: str) -> str:
    return _VARIABLE.sub(lambda one: in_language(values[one[1]], language), template)


def _by_language(messages: Iterable[Literal]) -> dict[str, str]:
    """Messages by language, several of one language after each other."""
    found: dict[str, list[str]] = defaultdict(list)
    for one in sorted(set(messages), key=str):
        found[(one.language or "").partition("-")[0]].append(one.value)
    return {language: " ".join(texts) for language, texts in found.items()}
