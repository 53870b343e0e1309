import pytest
from hypothesis import given
from hypothesis import strategies as st

from cityweave.catalogue.placeholders import placeholders, substitute


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("?_a", [("a", None, False)]),
        ("$_a", [("a", None, False)]),
        ("?__a_iri", [("a", "iri", True)]),
        ("?_day_xsd_date", [("day", "xsd_date", False)]),
        ("?a ?a_b ?_ ?__", []),
        ("?_a-1", [("a", None, False)]),
        ("?_a . # ?_b\n?_c", [("a", None, False), ("c", None, False)]),
        ("\"?_a\" '?_b' ?_c", [("c", None, False)]),
        ('"""?_a " ""?_b""" ?_c', [("c", None, False)]),
        ("'''?_a ' ?_b''' ?_c", [("c", None, False)]),
        ('"\\"?_a" ?_c', [("c", None, False)]),
        ("<https://example.org/?_a> ?_c", [("c", None, False)]),
        ("<https://example.org/#?_a> ?_c", [("c", None, False)]),
        ("?x < 3 && ?_a > 2", [("a", None, False)]),
        ("ex:a\\?_b ?_c", [("c", None, False)]),
        ("ex:knows?/ex:x ?_c", [("c", None, False)]),
    ],
)
def test_parameters_are_tokens(text: str, found: list[tuple[str, str | None, bool]]) -> None:
    places = list(placeholders(text))
    assert [(one.name, one.suffix, one.optional) for one in places] == found
    for one in places:
        assert text[one.start + 1 : one.end].lstrip("_").startswith(one.name)


def test_a_place_has_its_line() -> None:
    assert [one.line for one in placeholders("# ?_x\n\n ?_a\n'''\n''' ?_b")] == [3, 5]


def test_only_parameters_are_replaced() -> None:
    text = 'SELECT ?a { ?a ?b ?_x ; ?c "?_x" } # ?_x\nLIMIT ?_y.'
    terms = {"x": "<https://example.org/x>", "y": "5"}
    assert substitute(text, terms.get) == (
        'SELECT ?a { ?a ?b <https://example.org/x>  ; ?c "?_x" } # ?_x\nLIMIT 5 .'
    )


def test_a_name_without_term_stays_a_variable() -> None:
    assert substitute("?s ?p ?__x_iri", lambda _: None) == "?s ?p ?__x_iri"


@given(st.text(alphabet="?_ab\"'<># \n\\.-{}", max_size=40))
def test_any_text_without_parameters_is_left_as_it_is(text: str) -> None:
    assert substitute(text, lambda _: None) == text
    if not list(placeholders(text)):
        assert substitute(text, lambda _: "1") == text
