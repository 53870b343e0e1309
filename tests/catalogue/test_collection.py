from pathlib import Path

import pytest

from cityweave import resources
from cityweave.catalogue import Catalogue, read_query
from cityweave.errors import BadParameter, SyntaxErrorInData, UnknownQuery
from cityweave.query import kind_of
from cityweave.vocabulary import BASE

HEAD = """\
#+ summary: {name}
#+ titles: {{en: {name} title, es: e, fr: f, nl: n}}
#+ tags: {tags}
"""


def write(folder: Path, name: str, tags: str, body: str = "ASK {}\n") -> None:
    path = folder / f"{name}.rq"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEAD.format(name=path.stem, tags=tags) + body, "utf-8")


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    write(tmp_path, "b", "[cities, people]")
    write(tmp_path, "deep/er/a", "[cities]")
    write(tmp_path, "c", "[networks]")
    (tmp_path / "README.txt").write_text("no query")
    return Catalogue.load(tmp_path)


def test_every_file_is_found_by_name(catalogue: Catalogue) -> None:
    assert [query.name for query in catalogue] == ["a", "b", "c"]
    assert len(catalogue) == 3
    assert catalogue.find("a").summary == "a"


def test_an_unknown_name_gets_the_nearest(catalogue: Catalogue, tmp_path: Path) -> None:
    write(tmp_path, "partners-of-network", "[networks]")
    with pytest.raises(UnknownQuery) as caught:
        Catalogue.load(tmp_path).find("partner-of-networks")
    assert caught.value.hint == 'Did you mean "partners-of-network"?'
    with pytest.raises(UnknownQuery) as caught:
        catalogue.find("something else")
    assert "/queries" in str(caught.value.hint)


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    write(tmp_path, "one/same", "[a]")
    write(tmp_path, "two/same", "[a]")
    with pytest.raises(SyntaxErrorInData, match='"same"'):
        Catalogue.load(tmp_path)


def test_tags_by_how_often_they_occur(catalogue: Catalogue) -> None:
    assert list(catalogue.tags().items()) == [("cities", 2), ("networks", 1), ("people", 1)]


@pytest.mark.parametrize(
    ("words", "tag", "found"),
    [
        ("", "", "abc"),
        ("", "cities", "ab"),
        ("B Title", "", "b"),
        ("people", "cities", "b"),
        ("z", "", ""),
    ],
)
def test_search(catalogue: Catalogue, words: str, tag: str, found: str) -> None:
    assert "".join(query.name for query in catalogue.search(words, tag)) == found


def test_an_empty_folder_is_an_empty_catalogue(tmp_path: Path) -> None:
    assert len(Catalogue.load(tmp_path)) == 0


def test_values_and_defaults(tmp_path: Path) -> None:
    body = (
        "#+ parameters:\n"
        "#+   n: {type: integer, default: 5, description: How many}\n"
        "#+   x: {type: iri, required: false, description: A thing}\n"
        "SELECT * { ?_x ?p ?o } LIMIT ?_n\n"
    )
    write(tmp_path, "q", "[a]", body)
    query = Catalogue.load(tmp_path).find("q")
    assert query.with_values({}, BASE).endswith("{ ?_x ?p ?o } LIMIT 5 \n")
    assert query.with_values({"n": "", "x": ""}, BASE).endswith("LIMIT 5 \n")
    assert query.with_values({"x": "a:b", "n": "1"}, BASE).endswith("{ <a:b>  ?p ?o } LIMIT 1 \n")
    with pytest.raises(BadParameter, match='no parameter "m"'):
        query.with_values({"m": "1"}, BASE)


def test_the_shipped_queries_are_in_order() -> None:
    """Each reads, has a known form, and runs with its defaults as soon as it has any."""
    for query in Catalogue.load(resources.content("queries")):
        assert kind_of(query.with_values({}, BASE)) in {"bindings", "boolean", "graph"}


def test_a_query_knows_whom_it_asks() -> None:
    """A parameter may be the address; then it is the one that stands there by default."""
    front = "#+ summary: s\n#+ titles: {en: a, es: b, fr: c, nl: d}\n#+ tags: [t]\n"
    chosen = (
        "#+ parameters:\n#+   there:\n#+     type: iri\n#+     description: whom to ask\n"
        "#+     default: https://x.example.org/\n"
    )
    fixed = "SELECT * { SERVICE <https://y.example.org/sparql> { ?s ?p ?o } }"
    open_ = "SELECT * { SERVICE ?_there_iri { ?s ?p ?o } }"
    own = "SELECT * { ?s ?p ?o }"
    assert read_query("q", front + fixed, "q.rq").endpoints == ("https://y.example.org/sparql",)
    assert read_query("q", front + chosen + open_, "q.rq").endpoints == ("https://x.example.org/",)
    assert read_query("q", front + own, "q.rq").endpoints == ()
    nobody = "SELECT * {\n  SERVICE ?anybody { ?s ?p ?o } }"
    with pytest.raises(SyntaxErrorInData, match="finds out while it runs") as caught:
        read_query("q", front + nobody, "q.rq")
    assert (caught.value.source, caught.value.line) == ("q.rq", 5)
