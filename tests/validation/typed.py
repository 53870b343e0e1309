"""Random graphs and shapes with literals of all datatypes of XML Schema, in various forms."""

from __future__ import annotations

import re

from hypothesis import strategies as st

from validation.generating import LITERALS, graphs, shapes

FORMS = {
    "integer": ("1", "01", "+1", "-0", "-5", "300", "99999999999999999999", "1.0"),
    "nonNegativeInteger": ("1", "01", "-5", "300", "x"),
    "positiveInteger": ("1", "0", "+1"),
    "nonPositiveInteger": ("-0", "-1", "1"),
    "negativeInteger": ("-1", "-01"),
    "long": ("1", "01"),
    "int": ("1", "300", "2147483648"),
    "short": ("1", "300"),
    "byte": ("1", "-5", "300", "c"),
    "unsignedLong": ("1", "300"),
    "unsignedInt": ("1", "-1"),
    "unsignedShort": ("1", "01"),
    "unsignedByte": ("1", "300"),
    "decimal": ("1", "1.0", "01.50", "1.5", ".5", "-0.0", "x"),
    "double": ("1", "1.0", "1e0", "1.0E0", "INF", "NaN", "0.1"),
    "float": ("1", "1e0", "16777217", "0.1"),
    "boolean": ("1", "true", "0", "false"),
    "dateTime": (
        "2020-01-01T00:00:00Z",
        "2020-01-01T00:00:00+00:00",
        "2020-01-01T00:00:00.000Z",
        "2020-01-01T00:00:00",
    ),
    "dateTimeStamp": ("2020-01-01T00:00:00Z", "2020-01-01T00:00:00+00:00"),
    "date": ("2020-01-01", "2020-01-01Z", "2020-01-01+00:00"),
    "time": ("00:00:00", "00:00:00.0", "00:00:00Z", "00:00:00+00:00"),
    "gYear": ("2020", "2020Z", "2020+00:00"),
    "gYearMonth": ("2020-01", "2020-01Z", "2020-01+00:00"),
    "duration": ("P1D", "PT24H", "P12M", "P1Y", "PT1.50S"),
    "dayTimeDuration": ("P1D", "PT24H", "PT60M"),
    "yearMonthDuration": ("P12M", "P1Y"),
    "hexBinary": ("aB", "AB"),
    "anyURI": ("http://e/a",),
    "token": ("x",),
    "string": ("x", "1"),
}
"""Forms of each datatype, by its local name: most are kept otherwise by a store."""

DATATYPES = ("string", "integer", "decimal", "date", "boolean")
"""The datatypes that shapes ask for in `generating`."""

names = st.sampled_from(tuple(FORMS))
literals = names.flatmap(
    lambda name: st.sampled_from(FORMS[name]).map(lambda text: f'"{text}"^^xsd:{name}')
)
TYPED = tuple(one for one in LITERALS if "^^" in one)
_COMPARED = re.compile(r'sh:(?:min|max)(?:In|Ex)clusive "[^"]*"\^\^xsd:\w+')
_ASKED = re.compile(r"sh:datatype xsd:(\w+)")
_TYPED = re.compile("|".join(re.escape(one) for one in TYPED))

Statements = list[tuple[str, str, str]]
Case = tuple[Statements, Statements, str]


def _changed(case: Case, others: list[str], datatypes: list[str]) -> Case:
    """The same with other literals and datatypes; without comparisons, which are of values."""
    known = dict(zip(TYPED, others, strict=True))
    asked = dict(zip(DATATYPES, datatypes, strict=True))
    first, second, rules = case
    rules = _COMPARED.sub("sh:disjoint ex:p", rules)
    rules = re.sub("sh:lessThan(?:OrEquals)?", "sh:equals", rules)
    rules = _TYPED.sub(lambda one: known[one[0]], rules)
    rules = _ASKED.sub(lambda one: f"sh:datatype xsd:{asked[one[1]]}", rules)
    first, second = ([(s, p, known.get(o, o)) for s, p, o in one] for one in (first, second))
    return first, second, rules


typed = st.builds(
    _changed,
    st.tuples(graphs, graphs, shapes),
    st.lists(literals, min_size=len(TYPED), max_size=len(TYPED)),
    st.lists(names, min_size=len(DATATYPES), max_size=len(DATATYPES)),
)
"""A graph, another one, and shapes."""
