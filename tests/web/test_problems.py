import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from starlette.types import ASGIApp

from cityweave.catalogue import Catalogue
from cityweave.contributions import Contributions
from cityweave.contributions.judging import judge_in
from cityweave.errors import ContentMissing, StoreUnavailable
from cityweave.settings import Settings
from cityweave.store import EmbeddedStore
from cityweave.web.app import wrapped
from cityweave.web.routes import routed
from cityweave.web.site import Site

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
MEMBERS = {
    "type": str,
    "title": str,
    "status": int,
    "detail": str,
    "code": str,
    "hint": str,
    "line": int,
    "column": int,
    "request_id": str,
    "suggestions": list,
}


@dataclass(frozen=True)
class Case:
    """A request that fails, and how."""

    method: str
    path: str
    status: int
    code: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    place: tuple[int, int] | None = None

    def __str__(self) -> str:
        return f"{self.method} {self.path[:40]} {self.code}"

    @property
    def on_page(self) -> bool:
        """Whether a browser meets the same failure: it names no format and does ask a query."""
        if self.path.startswith("/store"):
            return False  # there are no pages below it
        names_format = "Accept" in self.headers or "format=" in self.path or ".csv" in self.path
        return not names_format and (self.method, self.path, self.body) not in EDITOR


EDITOR = [("POST", "/sparql", b"x=y")]
"""Without a query a browser gets the editor."""

QUERY = {"Content-Type": "application/sparql-query"}
UPDATE = {"Content-Type": "application/sparql-update"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
TURTLE = {"Content-Type": "text/turtle"}
TOKEN = {"Authorization": "Bearer the-token-of-these-tests"}
PARTS = {"Content-Type": "multipart/form-data; boundary=b"}
PART = b'--b\r\nContent-Disposition: form-data; name="x"\r\n'
QUERY_16 = "application/sparql-query; charset=utf-16"
CASES = [
    Case("GET", "/nowhere", 404, "not-found"),
    Case("GET", "/static/none.css", 404, "not-found"),
    Case("GET", "/static/../site.py", 404, "not-found"),
    Case("GET", "/id/city/nowhere", 404, "not-found"),
    Case("GET", "/source/nowhere", 404, "not-found"),
    Case("GET", "/graph/nowhere", 404, "not-found"),
    Case("GET", "/shapes/none", 404, "not-found"),
    Case("GET", "/doc/city/petrinia", 406, "not-acceptable", {"Accept": "image/png"}),
    Case("GET", "/ontology", 406, "not-acceptable", {"Accept": "text/csv"}),
    Case("GET", "/ontology?format=docx", 406, "not-acceptable"),
    Case("GET", "/?format=docx", 406, "not-acceptable"),
    Case("GET", "/queries?format=csv", 406, "not-acceptable"),
    Case("GET", "/queries?q=a&q=b", 400, "bad-parameter"),
    Case("GET", "/queries/none", 404, "unknown-query"),
    Case("GET", "/queries/partners", 406, "not-acceptable", {"Accept": "image/png"}),
    Case("GET", "/queries/graph-of-networks.csv", 406, "not-acceptable"),
    Case("GET", "/queries/partners?format=docx", 406, "not-acceptable"),
    Case("GET", "/queries/cities-of-country?most=many", 400, "bad-parameter"),
    Case("GET", "/queries/cities-of-country?most=%FF", 400, "bad-parameter"),
    Case("POST", "/queries/partners", 405, "method-not-allowed"),
    Case("DELETE", "/", 405, "method-not-allowed"),
    Case("PUT", "/sparql", 405, "method-not-allowed"),
    Case("POST", "/docs", 405, "method-not-allowed"),
    Case("POST", "/openapi.json", 405, "method-not-allowed"),
    Case("POST", "/health", 405, "method-not-allowed"),
    Case("POST", "/static/cityweave.css", 405, "method-not-allowed"),
    Case("GET", "/sparql", 406, "not-acceptable", {"Accept": "image/png"}),
    Case("GET", "/sparql?format=docx", 406, "not-acceptable"),
    Case("GET", "/sparql?format=csv", 406, "not-acceptable"),
    Case("GET", "/sparql?query=ASK{}&using-graph-uri=a:b", 400, "bad-parameter"),
    Case("GET", "/sparql?query=", 400, "bad-parameter"),
    Case("GET", "/sparql?query=ASK{}&query=ASK{}", 400, "bad-parameter"),
    Case("GET", "/sparql?query=%FF", 400, "bad-parameter"),
    Case("GET", "/sparql?" + "a=b&" * 101, 400, "bad-parameter"),
    Case("GET", "/sparql?query=ASK{}&default-graph-uri=x", 400, "bad-parameter"),
    Case("GET", "/sparql?query=ASK{}&format=docx", 406, "not-acceptable"),
    Case("GET", "/sparql?query=ASK{}&format=ttl", 406, "not-acceptable"),
    Case("GET", "/sparql?query=ASK{}", 406, "not-acceptable", {"Accept": "image/png"}),
    Case("GET", "/sparql?query=ASK%0A{%20?s%20a%20x:y}", 400, "query-syntax-error", place=(2, 8)),
    Case("GET", "/sparql?query=INSERT%20DATA%20%7B%7D", 400, "unsupported-query"),
    Case("GET", "/sparql?update=CLEAR%20ALL", 400, "unsupported-query"),
    Case("GET", "/sparql?query=" + "ASK{}" + "%20" * 5000, 413, "too-large"),
    Case("POST", "/sparql", 415, "unknown-format"),
    Case("POST", "/sparql", 415, "unknown-format", {"Content-Type": "text/plain"}, b"ASK{}"),
    Case("POST", "/sparql", 415, "unknown-format", {"Content-Type": QUERY_16}, b"ASK{}"),
    Case("POST", "/sparql?update=CLEAR%20ALL", 400, "unsupported-query", QUERY, b"ASK{}"),
    Case("POST", "/sparql", 400, "bad-parameter", FORM, b"query=ASK{}&update=CLEAR+ALL"),
    Case("POST", "/sparql", 401, "unauthorized", UPDATE),
    Case("POST", "/sparql", 401, "unauthorized", FORM, b"update=CLEAR+ALL"),
    Case("POST", "/update", 401, "unauthorized", UPDATE, b"CLEAR ALL"),
    Case("POST", "/update", 401, "unauthorized", {**UPDATE, "Authorization": "Basic eDp5"}),
    Case("POST", "/update", 401, "unauthorized", {**UPDATE, "Authorization": "Bearer x"}),
    Case("POST", "/update", 400, "query-syntax-error", {**UPDATE, **TOKEN}, b"CLEAR"),
    Case("POST", "/update", 400, "query-syntax-error", {**UPDATE, **TOKEN}, b"}{", place=(1, 1)),
    Case("POST", "/update", 400, "federation-refused", {**UPDATE, **TOKEN}, b"LOAD <a:b>"),
    Case("POST", "/update", 400, "unsupported-query", {**UPDATE, **TOKEN}, b"ASK {}"),
    Case("POST", "/update", 409, "update-refused", {**UPDATE, **TOKEN}, b"DROP GRAPH <a:b>"),
    Case("POST", "/update", 400, "bad-parameter", {**UPDATE, **TOKEN}, b"CLEAR ALL # \xff"),
    Case("POST", "/update", 400, "bad-parameter", QUERY, b"ASK {}"),
    Case("POST", "/update", 400, "bad-parameter", FORM, b"query=ASK{}"),
    Case("POST", "/update", 400, "bad-parameter", FORM, b"x=y"),
    Case("POST", "/update", 400, "bad-parameter", FORM, b"update=CLEAR+ALL&update=CLEAR+ALL"),
    Case("POST", "/update?default-graph-uri=a:b", 400, "bad-parameter", UPDATE, b"CLEAR ALL"),
    Case(
        "POST",
        "/update?using-graph-uri=a:b",
        400,
        "bad-parameter",
        {**UPDATE, **TOKEN},
        b"DELETE {} USING <a:c> WHERE {}",
    ),
    Case("POST", "/update?using-graph-uri=x", 400, "bad-parameter", {**UPDATE, **TOKEN}),
    Case("POST", "/update", 415, "unknown-format", {"Content-Type": "text/plain"}, b"CLEAR ALL"),
    Case("POST", "/update", 413, "too-large", UPDATE, b"#" * 20_001),
    Case("GET", "/update", 405, "method-not-allowed"),
    Case("GET", "/update?update=CLEAR%20ALL", 405, "method-not-allowed"),
    Case("GET", "/store?graph=a:none", 404, "not-found"),
    Case("GET", "/store/none", 404, "not-found"),
    Case("GET", "/store?graph=", 400, "bad-parameter"),
    Case("GET", "/store?graph=%3Cx%3E", 400, "bad-parameter"),
    Case("GET", "/store?graph=a:b&default", 400, "bad-parameter"),
    Case("GET", "/store?graph=a:b&graph=a:c", 400, "bad-parameter"),
    Case("GET", "/store/x?default", 400, "bad-parameter"),
    Case("GET", "/store?default", 406, "not-acceptable", {"Accept": "image/png"}),
    Case("GET", "/store", 406, "not-acceptable", {"Accept": "text/turtle"}),
    Case("GET", "/store?format=ttl", 406, "not-acceptable"),
    Case("GET", "/store?default&format=docx", 406, "not-acceptable"),
    Case("PATCH", "/store?default", 405, "method-not-allowed"),
    Case("PUT", "/store?default", 401, "unauthorized", TURTLE, b""),
    Case("POST", "/store", 401, "unauthorized", TURTLE, b""),
    Case("DELETE", "/store?default", 401, "unauthorized"),
    Case("PUT", "/graph/x", 401, "unauthorized", TURTLE, b""),
    Case("DELETE", "/store?graph=a:none", 404, "not-found", TOKEN),
    Case("DELETE", "/store", 400, "bad-parameter", TOKEN),
    Case("PUT", "/store", 400, "bad-parameter", {**TURTLE, **TOKEN}, b""),
    Case("PUT", "/store?graph=a:b", 415, "unknown-format", TOKEN, b"<a:a> <a:b> <a:c> ."),
    Case("PUT", "/store?graph=a:b", 415, "unknown-format", {**TOKEN, "Content-Type": "text/csv"}),
    Case(
        "PUT",
        "/store?graph=a:b",
        400,
        "syntax-error-in-data",
        {**TURTLE, **TOKEN},
        b"\n <a:a> <a:b> .",
        place=(2, 14),
    ),
    Case(
        "PUT",
        "/store?graph=a:b",
        400,
        "bad-parameter",
        {**TOKEN, "Content-Type": "application/trig"},
        b"<a:g> { <a:a> <a:b> <a:c> }",
    ),
    Case("PUT", "/store?graph=a:b", 400, "bad-parameter", {**TURTLE, **TOKEN}, b"# \xff"),
    Case("PUT", "/store?graph=a:b", 413, "too-large", {**TURTLE, **TOKEN}, b"#" * 20_001),
    Case("POST", "/store?default", 400, "bad-parameter", {**TOKEN, **PARTS}, b"no parts"),
    Case(
        "POST",
        "/store?default",
        415,
        "unknown-format",
        {**TOKEN, **PARTS},
        PART + b"\r\nx\r\n--b--",
    ),
    Case("POST", "/sparql", 400, "bad-parameter", FORM, b"x=y"),
    Case("POST", "/sparql", 400, "bad-parameter", QUERY, b"ASK { ?s ?p '\xff' }"),
    Case("POST", "/sparql", 413, "too-large", QUERY, b"#" * 20_001),
    Case("POST", "/sparql", 413, "too-large", QUERY, b"ASK{} #" + b"x" * 6000),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_failure_has_the_one_shape(client: httpx.Client, case: Case) -> None:
    answer = client.request(case.method, case.path, headers=case.headers, content=case.body)
    assert answer.status_code == case.status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    problem = answer.json()
    check(problem)
    assert problem["status"] == case.status
    assert problem["code"] == case.code
    assert problem["type"] == f"https://w3id.org/cityweave/problem/{case.code}"
    assert problem["request_id"] == answer.headers["x-request-id"]
    if case.place:
        assert (problem["line"], problem["column"]) == case.place
    if case.status == 405:
        assert answer.headers["allow"]
    if case.status == 401:
        assert answer.headers["www-authenticate"].startswith('Bearer realm="cityweave"')


@pytest.mark.parametrize("case", [case for case in CASES if case.on_page], ids=str)
def test_people_get_a_page(client: httpx.Client, checked: Callable[[str], Any], case: Case) -> None:
    answer = client.request(
        case.method, case.path, headers={**case.headers, "Accept": BROWSER}, content=case.body
    )
    assert answer.status_code == case.status
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    checked(answer.text)
    assert 'role="alert"' in answer.text


def check(problem: dict[str, object]) -> None:
    assert problem.keys() <= MEMBERS.keys()
    assert {"type", "title", "status", "detail", "code", "request_id"} <= problem.keys()
    for name, value in problem.items():
        assert isinstance(value, MEMBERS[name]), name
        assert value != ""


@pytest.fixture(scope="module")
def broken(settings: Settings, connect: Callable[[ASGIApp], httpx.Client]) -> httpx.Client:
    """An application with routes that fail in ways that nobody foresaw."""
    store = EmbeddedStore()
    site = Site.of(settings, store, Catalogue({}), Contributions(store, judge_in(store), settings))
    app = routed(site)

    @app.get("/broken/bug")
    async def bug() -> None:
        raise ZeroDivisionError("the secret of /srv/cityweave")

    @app.get("/broken/content")
    async def content() -> None:
        raise ContentMissing("/srv/cityweave is empty", hint="/srv", source="/srv")

    @app.get("/broken/store")
    async def unavailable() -> None:
        raise StoreUnavailable("/srv/cityweave is locked")

    @app.get("/broken/validation")
    async def validation(number: int) -> int:
        return number

    return connect(wrapped(app, site))


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/broken/bug", 500, "internal-error"),
        ("/broken/content", 500, "content-missing"),
        ("/broken/store", 503, "store-unavailable"),
    ],
)
def test_a_fault_of_ours_tells_nothing_but_its_number(
    broken: httpx.Client, caplog: pytest.LogCaptureFixture, path: str, status: int, code: str
) -> None:
    answer = broken.get(path, headers={"X-Request-ID": "call-7"})
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    check(answer.json())
    assert "srv" not in answer.text
    assert "Zero" not in answer.text
    assert answer.json()["request_id"] == answer.headers["x-request-id"] == "call-7"
    assert answer.headers["content-security-policy"]
    assert "call-7" in caplog.text
    assert "srv" in caplog.text


def test_a_fault_of_ours_is_a_page_for_people(
    broken: httpx.Client, checked: Callable[[str], Any]
) -> None:
    answer = broken.get("/broken/bug", headers={"Accept": BROWSER})
    assert answer.status_code == 500
    checked(answer.text)
    assert answer.headers["x-request-id"] in answer.text
    assert "srv" not in answer.text


def test_a_parameter_of_the_wrong_type_is_a_bad_request(broken: httpx.Client) -> None:
    answer = broken.get("/broken/validation?number=many")
    assert (answer.status_code, answer.json()["code"]) == (400, "bad-parameter")
    check(answer.json())
    assert '"number"' in answer.json()["detail"]


def test_a_log_line_cannot_be_forged(
    client: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO", "cityweave.web"):
        client.get("/nowhere%0Aforged")
    (record,) = [one for one in caplog.records if one.name == "cityweave.web"]
    assert "\n" not in record.getMessage()


def test_the_text_is_utf_8(client: httpx.Client) -> None:
    answer = client.get("/queries/ø")
    assert "ø" in json.loads(answer.content.decode("utf-8"))["detail"]


@pytest.mark.parametrize(("language", "said"), [("nl", "Een parameter klopt niet"), ("en", None)])
def test_a_page_says_what_went_wrong_in_its_language(
    client: httpx.Client, language: str, said: str | None
) -> None:
    headers = {"Accept": "text/html", "Accept-Language": language}
    page = client.get("/queries/cities-of-country?country=Nowhere", headers=headers).text
    detail = 'The parameter &#34;country&#34; is a country, as two-letter code; "Nowhere" is none.'
    detail = detail.replace('"', "&#34;")
    if said is None:
        assert f'<p><strong lang="en">{detail}</strong></p>' in page
    else:
        assert f'<p><strong>{said}</strong></p>\n<p lang="en">{detail}</p>' in page
        assert '<p lang="en">For example: country=NL</p>' in page
