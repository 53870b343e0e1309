import pytest

from cityweave.catalogue import read_query
from cityweave.errors import SyntaxErrorInData

HEAD = """\
#+ summary: Lists cities
#+ description: >
#+   Every city of a country,
#+   by name.
#+ titles:
#+   en: "Which cities: all?"
#+   es: ¿Qué ciudades?
#+   fr: Quelles villes ?
#+   nl: Welke steden?
#+ tags: [cities]
"""
PARAMETERS = """\
#+ parameters:
#+   country:
#+     type: country
#+     default: NO
#+     description: The country
"""
BODY = "SELECT ?city { ?city ?p ?_country_iri }\n"


def test_a_file_is_read() -> None:
    query = read_query("cities", HEAD + PARAMETERS + BODY, "cities.rq")
    assert query.name == "cities"
    assert query.summary == "Lists cities"
    assert query.description == "Every city of a country, by name."
    assert query.titles["en"] == "Which cities: all?"
    assert query.title("nl") == "Welke steden?"
    assert query.tags == ("cities",)
    assert query.view == "table"
    assert query.body == BODY
    (country,) = query.parameters
    assert (country.type, country.default, country.required) == ("country", "NO", True)


def test_what_grlc_knows_is_read() -> None:
    grlc = """\
#+ endpoint: https://example.org/sparql
#+ method: GET
#+ pagination: 50
#+ defaults:
#+   - level: eu
#+ enumerate:
#+   - level:
#+     - eu
#+     - local
#+ parameters:
#+   level:
#+     description: The level
"""
    (level,) = read_query("a", HEAD + grlc + "SELECT * { ?s ?p ?_level }", "a.rq").parameters
    assert (level.type, level.default, level.values) == ("string", "eu", ("eu", "local"))


def test_two_underscores_make_a_parameter_optional() -> None:
    head = HEAD + "#+ parameters:\n#+   x: {type: iri, description: A thing}\n"
    (parameter,) = read_query("a", head + "SELECT * { ?__x_iri ?p ?o }", "a.rq").parameters
    assert not parameter.required
    assert (
        read_query("a", head + "SELECT * { ?__x ?p ?o }", "a.rq")
        .with_values({}, "b:")
        .endswith("{ ?__x ?p ?o }")
    )


def test_the_language_of_a_suffix() -> None:
    head = HEAD + "#+ parameters:\n#+   t: {type: lang-string, default: a, description: A text}\n"
    (parameter,) = read_query("a", head + "SELECT * { ?s ?p ?_t_en }", "a.rq").parameters
    assert parameter.language == "en"


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("SELECT * {}", 1, "no front matter"),
        ("#+ \nSELECT * {}", 1, "no front matter"),
        ("#+ - a\nSELECT * {}", 1, "no front matter"),
        ("#+ summary: a: b\n", 1, "not YAML"),
        ("# note\n#+ a: [\n# note\n#+ b: c\n", 4, "not YAML"),
        (HEAD + "#+ tags: [b]\n", 11, '"tags" stands twice'),
        (HEAD + "#+ sumary: x\n", 11, 'no "sumary"'),
        (HEAD + "#+ view: globe\n", 11, 'no view "globe"'),
        (HEAD.replace("[cities]", "cities"), 10, "list of texts"),
        (HEAD.replace("#+ tags: [cities]\n", ""), 1, "no tag"),
        (HEAD.replace("#+ summary: Lists cities\n", ""), 1, 'needs a "summary"'),
        (HEAD.replace("Lists cities", ""), 1, 'needs a "summary"'),
        (HEAD.replace("Lists cities", "[a]"), 1, "must be a text"),
        (HEAD.replace("#+   nl: Welke steden?\n", ""), 6, 'needs a "nl"'),
        (HEAD.replace("#+   nl:", "#+   de:"), 9, 'no "de"'),
        (HEAD + "#+ parameters: country\n", 11, "keys and values"),
        (HEAD + BODY, 11, '"country" is used but not declared'),
        (HEAD + PARAMETERS + "SELECT * {}", 12, '"country" is declared but not used'),
        (HEAD + PARAMETERS.replace("country:", "c_y:", 1) + BODY, 16, "used but not declared"),
        (HEAD + "#+ parameters:\n#+   format: {}\n" + "ASK { ?s ?p ?_format }", 12, "no name"),
        (HEAD + PARAMETERS.replace("type: country", "type: contry") + BODY, 12, "unknown type"),
        (HEAD + PARAMETERS.replace("type:", "kind:") + BODY, 13, 'no "kind"'),
        (HEAD + PARAMETERS.replace("NO", "Norway") + BODY, 12, '"Norway" is none'),
        (HEAD + PARAMETERS.replace("#+     default: NO\n", "") + BODY, 12, "needs a default"),
        (HEAD + PARAMETERS + "#+     required: maybe\n" + BODY, 12, "true or false"),
        (HEAD + PARAMETERS.replace("description: The country", "{}") + BODY, 15, "not YAML"),
        (HEAD + PARAMETERS + BODY.replace("_iri", "_integer"), 16, "does not agree"),
        (HEAD + PARAMETERS + BODY + "# x\n# ?_a\n?_country_nl", 19, "does not agree"),
    ],
)
def test_a_mistake_is_told_with_its_line(text: str, line: int, says: str) -> None:
    with pytest.raises(SyntaxErrorInData) as caught:
        read_query("cities", text, "queries/cities.rq")
    assert says in caught.value.detail
    assert (caught.value.source, caught.value.line) == ("queries/cities.rq", line)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        (HEAD + "#+ sumary: x\n", 'Did you mean "summary"?'),
        (HEAD + PARAMETERS.replace("type: country", "type: contry") + BODY, '"country"'),
        (HEAD + "#+ view: globe\n", "table, map"),
    ],
)
def test_a_mistake_comes_with_a_way_out(text: str, hint: str) -> None:
    with pytest.raises(SyntaxErrorInData) as caught:
        read_query("cities", text, "cities.rq")
    assert hint in str(caught.value.hint)


def test_a_name_is_plain() -> None:
    with pytest.raises(SyntaxErrorInData, match="no name for a query"):
        read_query("Cities of", HEAD + "ASK {}", "Cities of.rq")
