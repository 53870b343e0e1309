import io
import re

import httpx
import openpyxl
import pytest

from cityweave.formats import XLSX

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
CITY = "https://w3id.org/cityweave/id/city/"


def cities(answer: httpx.Response) -> list[str]:
    return [row["city"]["value"] for row in answer.json()["results"]["bindings"]]


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("/queries/cities-of-country", ["almere-on-sea", "noord"]),
        ("/queries/cities-of-country?country=GR", ["petrinia"]),
        ("/queries/cities-of-country?country=el", ["petrinia"]),
        ("/queries/cities-of-country?country=", ["almere-on-sea", "noord"]),
        ("/queries/cities-of-country?country=NL&most=1", ["almere-on-sea"]),
        ("/queries/cities-of-country?country=XX", []),
        ("/queries/cities-of-country?lang=nl", ["almere-on-sea", "noord"]),
    ],
)
def test_a_question_is_a_call(client: httpx.Client, address: str, found: list[str]) -> None:
    assert cities(client.get(address)) == [CITY + name for name in found]


@pytest.mark.parametrize(
    ("address", "accept", "content_type"),
    [
        ("/queries/cities-of-country", "*/*", "application/sparql-results+json"),
        ("/queries/cities-of-country", "text/csv", "text/csv; charset=utf-8"),
        ("/queries/cities-of-country", BROWSER, "text/html; charset=utf-8"),
        ("/queries/cities-of-country.json", BROWSER, "application/sparql-results+json"),
        ("/queries/cities-of-country.csv", BROWSER, "text/csv; charset=utf-8"),
        ("/queries/cities-of-country.html", "text/csv", "text/html; charset=utf-8"),
        ("/queries/cities-of-country.rq", BROWSER, "application/sparql-query; charset=utf-8"),
        (
            "/queries/cities-of-country?format=tsv",
            "*/*",
            "text/tab-separated-values; charset=utf-8",
        ),
        ("/queries/cities-of-country", XLSX, XLSX),
        ("/queries/cities-of-country.xlsx", BROWSER, XLSX),
        ("/queries/is-anyone-there?format=xlsx", BROWSER, XLSX),
        ("/queries/cities-of-country?format=rq", "*/*", "application/sparql-query; charset=utf-8"),
        ("/queries/graph-of-networks", "*/*", "text/turtle; charset=utf-8"),
        ("/queries/graph-of-networks.json", "*/*", "application/ld+json"),
        ("/queries/graph-of-networks.jsonld", "*/*", "application/ld+json"),
        ("/queries/is-anyone-there", BROWSER, "text/html; charset=utf-8"),
    ],
)
def test_the_format_follows_accept_suffix_and_parameter(
    client: httpx.Client, address: str, accept: str, content_type: str
) -> None:
    answer = client.get(address, headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == content_type


def test_a_download_is_called_after_its_question(client: httpx.Client) -> None:
    answer = client.get("/queries/cities-of-country.csv?country=GR")
    assert answer.headers["content-disposition"] == 'inline; filename="cities-of-country.csv"'
    assert answer.text.split() == ["city", CITY + "petrinia"]


def test_a_spreadsheet_is_offered_and_opens(client: httpx.Client) -> None:
    page = client.get("/queries/cities-of-country", headers={"Accept": BROWSER})
    [address] = re.findall(r'href="([^"]*\.xlsx[^"]*)"', page.text)
    answer = client.get(address.replace("&amp;", "&"))
    assert answer.headers["content-disposition"] == 'inline; filename="cities-of-country.xlsx"'
    assert "content-encoding" not in answer.headers  # it is compressed in itself
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows == [("city",), (CITY + "almere-on-sea",), (CITY + "noord",)]


def test_a_spreadsheet_of_any_query_has_a_name(client: httpx.Client) -> None:
    for parameters, accept in (({"format": "xlsx"}, BROWSER), ({}, XLSX)):
        query = {"query": "SELECT (1 AS ?x) {}", **parameters}
        answer = client.get("/sparql", params=query, headers={"Accept": accept})
        assert answer.headers["content-type"] == XLSX
        assert answer.headers["content-disposition"] == 'inline; filename="result.xlsx"'
    plain = client.get("/sparql", params={"query": "SELECT (1 AS ?x) {}", "format": "csv"})
    assert "content-disposition" not in plain.headers
    assert plain.content == b"x\r\n1\r\n"


def test_an_optional_parameter_may_be_left_out(client: httpx.Client) -> None:
    everyone = client.get("/queries/partners.csv").text.split()
    assert everyone == ["partner", CITY + "almere-on-sea", CITY + "petrinia"]
    for value in ("network/harbour-lights", "https://w3id.org/cityweave/id/network/harbour-lights"):
        own = client.get("/queries/partners.csv", params={"network": value}).text.split()
        assert own == everyone
    none = client.get("/queries/partners.csv", params={"network": "network/none"}).text.split()
    assert none == ["partner"]


@pytest.mark.parametrize(
    "value",
    [
        "x> . ?a ?b ?c } #",
        "network/x> } INSERT DATA { <a:b> <a:b> <a:b> } #",
        'network/x"',
        "<https://example.org/x>",
        "https://example.org/\\u003E",
        "javascript:alert(1)",
    ],
)
def test_a_value_can_never_become_a_piece_of_the_query(client: httpx.Client, value: str) -> None:
    answer = client.get("/queries/partners", params={"network": value})
    assert answer.status_code == 400
    assert answer.json()["code"] == "bad-parameter"
    assert '"network"' in answer.json()["detail"]
    assert "network=" in answer.json()["hint"]


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("/queries/cities-of-country?contry=NL", 'no parameter "contry"'),
        ("/queries/cities-of-country?country=Nowhere", '"country" is a country'),
        ("/queries/cities-of-country?most=many", '"most" is a whole number'),
        ("/queries/cities-of-country?most=1&most=2", '"most" is given twice'),
    ],
)
def test_a_wrong_parameter_is_named(client: httpx.Client, address: str, says: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad-parameter")
    assert says in answer.json()["detail"]
    assert answer.json()["hint"]
    page = client.get(address, headers={"Accept": BROWSER})
    assert page.status_code == 400
    assert 'role="alert"' in page.text


def test_a_misspelt_name_gets_the_nearest(client: httpx.Client) -> None:
    answer = client.get("/queries/citys-of-country")
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown-query")
    assert "cities-of-country" in answer.json()["hint"]


def test_the_page_has_the_form_filled(client: httpx.Client) -> None:
    page = client.get(
        "/queries/cities-of-country?country=gr&lang=nl", headers={"Accept": BROWSER}
    ).text
    assert "<h1>Welke steden liggen in een land?</h1>" in page
    assert '<option value="GR" selected>Greece</option>' in page
    assert '<option value="NL">Nederland</option>' in page
    assert 'type="number" value="100"' in page
    assert "/queries/cities-of-country.csv?country=gr&amp;most=100" in page
    assert 'title="https://w3id.org/cityweave/id/city/petrinia"' in page


def test_the_query_of_a_page_runs_in_the_editor(client: httpx.Client) -> None:
    text = client.get("/queries/cities-of-country.rq?country=GR").text
    assert "#+ summary" in text
    assert "?_country" not in text
    rows = client.get("/sparql", params={"query": text})
    assert cities(rows) == [CITY + "petrinia"]


def test_the_list_as_json(client: httpx.Client) -> None:
    listed = client.get("/queries").json()
    assert [one["name"] for one in listed] == [
        "cities-of-country",
        "graph-of-networks",
        "is-anyone-there",
        "partners",
    ]
    assert listed[0]["titles"]["fr"] == "Quelles villes se trouvent dans un pays ?"
    assert listed[0]["view"] == "map"
    assert listed[0]["parameters"][0] == {
        "name": "country",
        "type": "country",
        "description": "The country",
        "required": False,
        "default": "NL",
        "values": [],
    }
    for one in listed:
        assert client.get(one["url"]).status_code == 200


def test_the_list_is_json_unless_rdf_is_named(client: httpx.Client) -> None:
    likings = ("*/*", "application/json", "application/json, application/ld+json;q=0.9")
    for accept in likings:
        listed = client.get("/queries", headers={"Accept": accept}).json()
        assert [one["name"] for one in listed][-1] == "partners", accept
    graph = client.get("/queries", headers={"Accept": "application/ld+json, */*;q=0.1"})
    assert graph.headers["content-type"] == "application/ld+json"


@pytest.mark.parametrize(
    ("parameters", "names"),
    [
        ({"tag": "cities"}, ["cities-of-country", "partners"]),
        ({"q": "partners NETWORK"}, ["partners"]),
        ({"q": "land", "lang": "nl"}, ["cities-of-country"]),
        ({"q": "nothing-of-the-kind"}, []),
    ],
)
def test_the_list_can_be_searched(
    client: httpx.Client, parameters: dict[str, str], names: list[str]
) -> None:
    listed = client.get("/queries", params=parameters).json()
    assert [one["name"] for one in listed] == names
    page = client.get("/queries", params=parameters, headers={"Accept": BROWSER}).text
    assert page.count("<h3>") == len(names)


@pytest.mark.parametrize(
    ("text", "language", "thing", "name"),
    [
        ("petrin", "en", "city/petrinia", "Petrinia &lt;b&gt;"),
        ("Πετρινία", "fr", "city/petrinia", "Petrinia &lt;b&gt;"),
        ("Harbor Lights", "en", "network/harbour-lights", "Harbour Lights"),
        ("nederland", "nl", "country/nl", "Nederland"),
    ],
)
def test_a_search_finds_things_too(
    client: httpx.Client, text: str, language: str, thing: str, name: str
) -> None:
    asked = {"q": text, "lang": language}
    page = client.get("/queries", params=asked, headers={"Accept": BROWSER}).text
    main = page[page.index("</form>") :]
    assert 0 < main.index(f"/doc/{thing}") < 500, "what is found stands first"
    assert re.search(rf'<a href="/doc/{thing}\?lang={language}"[^>]*>{re.escape(name)}', page)


@pytest.mark.parametrize("text", ["x" * 5_000, "\udcff", "  ", "'%_\\"])
def test_a_search_for_anything_is_answered(client: httpx.Client, text: str) -> None:
    asked = {"q": text.encode(errors="surrogatepass")}
    assert client.get("/queries", params=asked, headers={"Accept": BROWSER}).status_code == 200


@pytest.mark.parametrize(
    ("value", "status"), [("Harbor Lights", 400), ("network/harbour", 200), ("harbour-lights", 400)]
)
def test_a_thing_that_is_not_named_exactly_is_asked_about(
    client: httpx.Client, value: str, status: int
) -> None:
    asked = {"network": value}
    answer = client.get("/queries/partners", params=asked, headers={"Accept": BROWSER})
    assert answer.status_code == status
    assert f"Which “{value}” do you mean?" in answer.text
    assert 'href="/queries/partners?network=network%2Fharbour-lights"' in answer.text
    asked["network"] = "network/harbour-lights"
    exact = client.get("/queries/partners", params=asked, headers={"Accept": BROWSER})
    assert "do you mean" not in exact.text
    assert "Almere-on-Sea" in exact.text


def test_a_thing_like_none_there_is_is_told(client: httpx.Client) -> None:
    asked = {"network": "network/qqqq"}
    page = client.get("/queries/partners", params=asked, headers={"Accept": BROWSER}).text
    assert "Nothing in the graph is called “network/qqqq”." in page
