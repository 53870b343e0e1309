"""Random shapes that ask queries, for an edit against the whole."""

from __future__ import annotations

from hypothesis import strategies as st

from validation.generating import PREDICATES, classes, statements, targets

PREFIXES = """ex:o sh:declare [ sh:prefix "ex" ; sh:namespace "http://e/"^^xsd:anyURI ] ."""
SUBJECTS = ("$this", "$this", "$this", "?v", "?v", "?w", "?x")
OBJECTS = ("?v", "?v", "$this", "?w", "?x", "ex:a", "ex:b", '"x"')
PATHS = ("^ex:p", "ex:p/ex:q", "ex:q|ex:r", "ex:r+", "^ex:q/ex:p", "ex:p/ex:q?", "?p")
UNCLEAR = ("ex:p*", "!ex:p", "(ex:p|^ex:q)?")
subjects, objects = st.sampled_from(SUBJECTS), st.sampled_from(OBJECTS)
verbs = st.integers(0, 39).flatmap(
    lambda one: st.sampled_from(
        {13: UNCLEAR, 7: PATHS, 8: PATHS, 9: PATHS}.get(one % 20, PREDICATES)
    )
)


def patterns(verb: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Statements about one thing."""
    said = st.one_of(
        st.tuples(verb, objects).map(" ".join),
        st.tuples(verb, objects, objects).map(lambda one: f"{one[0]} {one[1]} , {one[2]}"),
        classes.map("a {}".format),
    )
    facts = st.lists(said, min_size=1, max_size=2).map(" ; ".join)
    return st.tuples(subjects, facts).map(lambda one: f"{one[0]} {one[1]} .")


def groups(verb: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Groups in braces, with others inside of them."""
    leaf = st.lists(patterns(verb), min_size=1, max_size=3).map(_braced)
    return st.recursive(leaf, lambda inner: _around(inner, patterns(verb)), max_leaves=3)


def _braced(parts: list[str]) -> str:
    return f"{{ {' '.join(parts)} }}"


def _around(
    inner: st.SearchStrategy[str], pattern: st.SearchStrategy[str]
) -> st.SearchStrategy[str]:
    part = st.one_of(
        pattern,
        pattern,
        inner,
        inner.map("OPTIONAL {}".format),
        inner.map("FILTER EXISTS {}".format),
        inner.map("FILTER NOT EXISTS {}".format),
        inner.map("FILTER (?v != $this || NOT EXISTS {})".format),
        st.tuples(inner, inner).map(" UNION ".join),
        st.just("FILTER (isIRI(?v) || ?w > 1)"),
    )
    return st.lists(part, min_size=1, max_size=3).map(_braced)


selects = st.tuples(
    st.sampled_from(("SELECT $this ?v ", "SELECT DISTINCT $this (?w AS ?value) ")), groups(verbs)
).map("".join)
counts = groups(verbs).map("SELECT $this {} GROUP BY $this HAVING (COUNT(*) > 1)".format)
asks = groups(st.one_of(verbs, st.just("$PATH"), st.just("$verb"))).map(
    lambda one: "ASK " + one.replace("?v ", "$value ").replace("?w", "$param")
)


def _asked(select: str) -> str:
    return f"sh:sparql [ sh:prefixes ex:o ; sh:select '''{select}''' ]"


def _shaped(aims: tuple[str, str, str], select: str, along: str, path: str, ask: str) -> str:
    first, second, third = aims
    return f"""
    ex:S a sh:NodeShape ; {first} ; {_asked(select)} .
    ex:T a sh:PropertyShape ; {second} ; sh:path {path} ; {_asked(along)} .
    ex:U a sh:PropertyShape ; {third} ; sh:path {path} ; ex:param ex:a ; ex:verb ex:q .
    ex:K a sh:ConstraintComponent ; sh:parameter [ sh:path ex:param ] , [ sh:path ex:verb ] ;
      sh:validator [ a sh:SPARQLAskValidator ; sh:prefixes ex:o ; sh:ask '''{ask}''' ] .
    {PREFIXES}"""


shapes = st.builds(
    _shaped,
    st.tuples(targets, targets, targets),
    st.one_of(selects, selects, counts),
    groups(st.one_of(verbs, st.just("$PATH"))).map("SELECT $this ?value {}".format),
    st.sampled_from(
        (
            "ex:p",
            "ex:q",
            "ex:r",
            "[ sh:inversePath ex:q ]",
            "( ex:p ex:q )",
            "[ sh:zeroOrMorePath ex:r ]",
        )
    ),
    asks,
)
edits = st.tuples(st.lists(statements, max_size=3), st.sets(st.integers(0, 13), max_size=3))
"""Statements that come, and the numbers of those that go."""
