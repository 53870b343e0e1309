"""Attempts to reach a host or a file that is not to be reached, against a server that runs."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest
from click.testing import CliRunner

from cityweave.cli import main
from federation.canary import SECRET, Canary, canary
from serving import serving

CONTENT = Path(__file__).parent.parent / "web" / "content"
TOKEN = "a-token-of-an-admin-for-tests"  # noqa: S105

ODD = """127.1 2130706433 0x7f.1 0x7f000001 0.0.0.0 0 localhost. 127.0.0.1. user@127.0.0.1
good.example@127.0.0.1 127%2e0.0.1 １２７.０.０.１ 127。0。0。1 0177.0.0.1 [::1] [::ffff:127.0.0.1]
[::ffff:7f00:1] [::] [::127.0.0.1] [64:ff9b::7f00:1] [2002:7f00:1::] LOCALHOST loc%61lhost
ip6-localhost""".split()
"""Spellings of the loopback address, some of them allowed to the server under test as public."""

P = "PREFIX : <http://{c}/> PREFIX a: <http://{c}/> "
REFUSED = [
    *(
        f"SELECT * {{{{ SERVICE <http://{host}:{{p}}/sparql> {{{{ ?s ?p ?o }}}} }}}}"
        for host in ODD
    ),
    "SELECT * {{ SERVICE <http://127.0.0.1:{p}/> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE <https://127.0.0.1:{p}/> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE <http://localhost:{p}/> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE <http://127.0.0.1/> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE <http://169.254.169.254/latest/meta-data/> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE <http://10.0.0.1/> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE <file://{f}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE <file://localhost{f}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE <ftp://{c}/> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE <gopher://{c}/> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE <urn:{c}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE <sparql> {{ ?s ?p ?o }} }}",
    "BASE <http://{c}/> SELECT * {{ SERVICE <sparql> {{ ?s ?p ?o }} }}",
    P + "SELECT * {{ SERVICE a:sparql {{ ?s ?p ?o }} }}",
    P + "SELECT * {{ SERVICE :sparql {{ ?s ?p ?o }} }}",
    P + "SELECT * {{ SERVICE:sparql {{ ?s ?p ?o }} }}",
    P + "SELECT * {{ SERVICEa:sparql {{ ?s ?p ?o }} }}",
    P + "SELECT * {{ SERVICE SILENTa:sparql {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICESILENT<http://{c}/>{{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE<http://{c}/>{{}} }}",
    "SELECT * {{ ?s ?p trueSERVICE <http://{c}/> {{}} }}",
    "SELECT * {{ ?s ?p 1SERVICE<http://{c}/>{{}} }}",
    "SELECT * {{ ?s ?p 'x'SERVICE<http://{c}/>{{}} }}",
    "SELECT * {{ ?s ?p 'x'@enSERVICE <http://{c}/> {{}} }}",
    "SELECT * {{ ?a ?p ?b FILTER(?a<?b#>'''\n) SERVICE <http://{c}/> {{}} #'''\n}}",
    "SELECT * {{ ?a ?p ?b FILTER(?a<?b#>\n) SERVICE <http://{c}/> {{}} }}",
    "SELECT * {{ SERVICE#x\n<http://{c}/>#y\n{{ ?s ?p ?o }} }}",
    "SELECT * {{ sErViCe\t\r\n<http://{c}/>\f{{ ?s ?p ?o }} }}",
    "SELECT * {{ \\u0053ERVICE <http://{c}/> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERV\\u0049CE <http://{c}/> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE <http://127.0.0.1\\u003a{p}/> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE <http://good.example\\u0040{c}/> {{ ?s ?p ?o }} }}",
    "SELECT * {{ ＳＥＲＶＩＣＥ <http://{c}/> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SER\u200bVICE <http://{c}/> {{ ?s ?p ?o }} }}",
    "SELECT * {{ \ufeffSERVICE <http://{c}/> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE\0<http://{c}/> {{ ?s ?p ?o }} }}",
    "SELECT * {{ BIND(<http://{c}/> AS ?x) SERVICE ?x {{ ?s ?p ?o }} }}",
    "SELECT * {{ VALUES ?x {{ <http://{c}/> }} SERVICE SILENT ?x {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE SILENT <http://x.example/> {{ SERVICE <http://{c}/> {{ ?s ?p ?o }} }} }}",
    P + "SELECT * {{ SERVICE SILENT <http://x.example/> {{ ?s ?p trueSERVICE:x {{}} }} }}",
    "SELECT * {{ ?s ?p ?o FILTER EXISTS {{ SERVICE <http://{c}/> {{ ?s ?p ?o }} }} }}",
    "SELECT * {{ {{ SELECT * {{ SERVICE <http://{c}/> {{ ?s ?p ?o }} }} }} }}",
    "SELECT * {{ ?s ?p ?o MINUS {{ SERVICE <http://{c}/> {{ ?s ?p ?o }} }} }}",
    "SELECT * {{ {{}} UNION {{ SERVICE <http://{c}/> {{ ?s ?p ?o }} }} }}",
    "SELECT * {{ GRAPH ?g {{ SERVICE <http://{c}/> {{ ?s ?p ?o }} }} }}",
    "SELECT * {{ SERVICE <http://{c}/> {{ ?s ?p ?o }} SERVICE SILENT <http://{c}/> {{}} }}",
    "SELECT * {{ SERVICE <http://{c}/> {{ ?s ?p ?o ",
    "SELECT * {{ SERVICE <http://{c}/> }}",
    "ASK {{ OPTIONAL {{ SERVICE <http://{c}/> {{}} }} }}",
    "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ SERVICE <http://{c}/> {{ ?s ?p ?o }} }}",
    "DESCRIBE ?s {{ SERVICE <http://{c}/> {{ ?s ?p ?o }} }}",
]
QUIET = [
    "SELECT * {{ SERVICE SILENT <http://127.0.0.1:{p}/> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE SILENT <http://localhost:{p}/> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE SILENT <http://0x7f.1:{p}/> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE SILENT <file://{f}> {{ ?s ?p ?o }} }}",
    "SELECT * FROM <http://{c}/data.ttl> {{ ?s ?p ?o }}",
    "SELECT * FROM <file://{f}> {{ ?s ?p ?o }}",
    "SELECT * FROM NAMED <http://{c}/data.ttl> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "SELECT * FROM NAMED <file://{f}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "SELECT * {{ GRAPH <file://{f}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ <http://{c}/> ?p ?o }}",
]
"""Answered, with nothing in it."""

UPDATES_REFUSED = [
    "LOAD <http://{c}/data.ttl>",
    "LOAD <http://{c}/data.ttl> INTO GRAPH <http://e/g>",
    "LOAD <http://localhost:{p}/data.ttl>",
    "LOAD <http://0x7f.1:{p}/data.ttl>",
    "LOAD <http://[::1]:{p}/data.ttl>",
    "LOAD <http://169.254.169.254/latest/meta-data/>",
    "LOAD <file://{f}>",
    "LOAD <file://localhost{f}> INTO GRAPH <http://e/g>",
    "LOAD <{f}>",
    "BASE <file:///> LOAD <{f}>",
    "BASE <http://{c}/> LOAD <data.ttl>",
    P + "LOAD a:data.ttl",
    P + "LOADa:data.ttl",
    P + "LOAD:data.ttl",
    "LOAD#x\n<http://{c}/data.ttl>",
    "\\u004cOAD <http://{c}/data.ttl>",
    "INSERT DATA {{ <u:s> <u:p> 1 }} ; LOAD <http://{c}/data.ttl>",
    "INSERT DATA {{ <u:s> <u:p> 1 }} ; loaD<http://{c}/data.ttl>",
    "INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE <http://{c}/> {{ ?s ?p ?o }} }}",
    "INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE SILENT <http://{c}/> {{ ?s ?p ?o }} }}",
    P + "INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE:x {{ ?s ?p ?o }} }}",
    "DELETE WHERE {{ SERVICE <http://{c}/> {{ ?s ?p ?o }} }}",
    "INSERT {{ ?s ?p ?o }} WHERE {{ \\u0053ERVICE <http://{c}/> {{ ?s ?p ?o }} }}",
    "MOVE <file://{f}> TO <http://e/g>",
]
UPDATES_QUIET = [
    "LOAD SILENT <http://{c}/data.ttl>",
    "LOAD SILENT <http://localhost:{p}/data.ttl> INTO GRAPH <http://e/g>",
    "LOAD SILENT <file://{f}> INTO GRAPH <http://e/g>",
    "INSERT {{ ?s ?p ?o }} USING <http://{c}/data.ttl> WHERE {{ ?s ?p ?o }}",
    "INSERT {{ ?s ?p ?o }} USING NAMED <file://{f}> WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "WITH <file://{f}> DELETE {{ ?s ?p ?o }} INSERT {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}",
    "ADD SILENT <file://{f}> TO <http://e/g>",
    "COPY <http://{c}/data.ttl> TO <http://e/g>",
]
DOCUMENTS = {
    "a remote context": (
        "application/ld+json",
        '{{"@context": "http://{c}/c", "@id": "u:s"}}',
        400,
    ),
    "a context in a file": (
        "application/ld+json",
        '{{"@context": "file://{f}", "@id": "u:s", "u:p": 1}}',
        400,
    ),
    "an imported context": (
        "application/ld+json",
        '{{"@context": {{"@version": 1.1, "@import": "http://{c}/c"}}, "@id": "u:s"}}',
        400,
    ),
    "contexts in a list": (
        "application/ld+json",
        '{{"@context": [{{"u": "u:"}}, "http://{c}/c"], "@id": "u:s"}}',
        400,
    ),
    "an inner context": (
        "application/ld+json",
        '{{"@id": "u:s", "u:p": {{"@context": "http://{c}/c", "@id": "u:o"}}}}',
        400,
    ),
    "an external entity": (
        "application/rdf+xml",
        (
            '<!DOCTYPE x [<!ENTITY e SYSTEM "file://{f}">]><rdf:RDF xmlns:rdf='
            '"http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:u="u:"><rdf:Description '
            'rdf:about="u:s"><u:p>&e;</u:p></rdf:Description></rdf:RDF>'
        ),
        400,
    ),
    "an external entity by HTTP": (
        "application/rdf+xml",
        (
            '<!DOCTYPE x [<!ENTITY e SYSTEM "http://{c}/e">]><rdf:RDF xmlns:rdf='
            '"http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:u="u:"><rdf:Description '
            'rdf:about="u:s"><u:p>&e;</u:p></rdf:Description></rdf:RDF>'
        ),
        400,
    ),
    "an external DTD": (
        "application/rdf+xml",
        (
            '<!DOCTYPE x SYSTEM "http://{c}/x.dtd"><rdf:RDF xmlns:rdf='
            '"http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'
        ),
        201,
    ),
    "a parameter entity": (
        "application/rdf+xml",
        (
            '<!DOCTYPE x [<!ENTITY % e SYSTEM "http://{c}/e"> %e;]><rdf:RDF xmlns:rdf='
            '"http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'
        ),
        None,
    ),
    "a style sheet": (
        "application/rdf+xml",
        (
            '<?xml-stylesheet href="http://{c}/x.xsl"?><rdf:RDF xmlns:rdf='
            '"http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'
        ),
        201,
    ),
    "imports": (
        "text/turtle",
        (
            "<> a <http://www.w3.org/2002/07/owl#Ontology> ; "
            "<http://www.w3.org/2002/07/owl#imports> <http://{c}/o>, <file://{f}> ."
        ),
        201,
    ),
    "a base of files": ("text/turtle", "@base <file://{f}> . <> <p> <#o> .", 201),
}
"""Uploads, with the status that each gets (None: that of the parser, 201 or 400)."""


@pytest.fixture(scope="module")
def trap(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Canary]:
    with canary(tmp_path_factory.mktemp("canary")) as running:
        yield running


@pytest.fixture(scope="module")
def served(trap: Canary) -> Iterator[httpx.Client]:
    """A server whose allow-list has loopback hosts, but none as a private one."""
    hosts = "localhost 127.0.0.1 127.1 2130706433 0x7f.1 0x7f000001 0.0.0.0 0 [::1] ip6-localhost"
    listed = " ".join(f"{host}:{trap.port}" for host in hosts.split())
    with (
        serving("--content-dir", CONTENT, admin_token=TOKEN, federation_hosts=listed) as server,
        httpx.Client(base_url=server.address, timeout=60, trust_env=False) as client,
    ):
        yield client


@pytest.fixture(autouse=True)
def untouched(trap: Canary) -> Iterator[None]:
    trap.put_out()
    yield
    assert not trap.connections
    assert not trap.was_read


def filled(text: str, trap: Canary) -> str:
    return text.format(c=trap.host, p=trap.port, f=trap.path)


def test_the_canary_sings(tmp_path: Path) -> None:
    """Otherwise its silence would say nothing."""
    with canary(tmp_path) as another:
        for host in ("127.0.0.1", "[::1]"):
            with pytest.raises(httpx.TransportError):
                httpx.get(f"http://{host}:{another.port}/", timeout=5, trust_env=False)
        deadline = time.monotonic() + 10
        while len(another.connections) < 2 and time.monotonic() < deadline:
            time.sleep(0.01)
        assert len(another.connections) == 2
        assert not another.was_read
        assert SECRET in another.path.read_text()
        assert another.was_read


def test_there_are_attempts_enough() -> None:
    tables = (REFUSED, QUIET, UPDATES_REFUSED, UPDATES_QUIET, DOCUMENTS, SHAPES)
    assert sum(map(len, tables)) >= 130


@pytest.mark.parametrize("text", REFUSED)
def test_queries_that_are_refused(text: str, served: httpx.Client, trap: Canary) -> None:
    for accept in ("*/*", "text/html"):
        answer = served.post(
            "/sparql", data={"query": filled(text, trap)}, headers={"Accept": accept}
        )
        assert answer.status_code in (400, 502), answer.text
        assert SECRET not in answer.text
    by_get = served.get("/sparql", params={"query": filled(text, trap)})
    assert by_get.json()["code"] in (
        "federation-refused",
        "unsupported-query",
        "query-syntax-error",
        "remote-failed",  # a spelling that the system's resolver knows nothing of
    )


@pytest.mark.parametrize("text", QUIET)
def test_queries_that_find_nothing(text: str, served: httpx.Client, trap: Canary) -> None:
    answer = served.post(
        "/sparql", data={"query": filled(text, trap)}, headers={"Accept": "text/csv"}
    )
    assert answer.status_code == 200
    assert SECRET not in answer.text
    assert set(answer.text.strip()) <= set("gspo,"), "only the names of columns"


@pytest.mark.parametrize("parameter", ["default-graph-uri", "named-graph-uri"])
@pytest.mark.parametrize("graph", ["http://{c}/data.ttl", "file://{f}", "file:{f}"])
def test_datasets_that_are_files_or_hosts(
    parameter: str, graph: str, served: httpx.Client, trap: Canary
) -> None:
    query = "SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
    asked = urlencode({"query": query, parameter: filled(graph, trap)})
    answer = served.get(f"/sparql?{asked}", headers={"Accept": "text/csv"})
    assert answer.status_code == 200
    assert len(answer.text.splitlines()) == 1


def update(served: httpx.Client, text: str) -> httpx.Response:
    return served.post(
        "/update", data={"update": text}, headers={"Authorization": f"Bearer {TOKEN}"}
    )


@pytest.mark.parametrize("text", UPDATES_REFUSED)
def test_updates_that_are_refused(text: str, served: httpx.Client, trap: Canary) -> None:
    answer = update(served, filled(text, trap))
    assert answer.status_code in (400, 409), answer.text
    assert SECRET not in answer.text
    anonymous = served.post("/update", data={"update": filled(text, trap)})
    assert anonymous.status_code == 401


@pytest.mark.parametrize("text", UPDATES_QUIET)
def test_updates_that_bring_nothing(text: str, served: httpx.Client, trap: Canary) -> None:
    answer = update(served, filled(text, trap))
    assert answer.status_code == 200, answer.text
    assert answer.json()["added"] == 0


@pytest.mark.parametrize("name", DOCUMENTS)
def test_uploads(name: str, served: httpx.Client, trap: Canary) -> None:
    media_type, text, status = DOCUMENTS[name]
    answer = served.put(
        "/store",
        params={"graph": f"http://e/{name.replace(' ', '-')}"},
        content=filled(text, trap).encode(),
        headers={"Content-Type": media_type, "Authorization": f"Bearer {TOKEN}"},
    )
    assert answer.status_code in ((status,) if status else (201, 400)), answer.text
    found = served.get("/sparql", params={"query": "SELECT * { ?s ?p ?o }", "format": "csv"})
    assert SECRET not in answer.text + found.text


@pytest.mark.parametrize(
    "address",
    ["/store?graph=file://{f}", "/store/..%2f..%2f..{f}", "/graph/%2e%2e/%2e%2e{f}", "/static{f}",
     "/static/..%2f..%2f..%2f..%2f..%2f..%2f..%2f..{f}", "/store?graph=http://{c}/data.ttl",
     "/sparql?query=DESCRIBE%20%3Cfile://{f}%3E", "/id/..%2f..{f}", "//{c}/data.ttl"],
)  # fmt: skip
def test_addresses_that_name_files_and_hosts(
    address: str, served: httpx.Client, trap: Canary
) -> None:
    answer = served.get(str(served.base_url).rstrip("/") + filled(address, trap))
    assert SECRET not in answer.text
    assert answer.status_code in (200, 400, 404)


SHAPES = {
    "imports": "<http://e/> a owl:Ontology ; owl:imports <http://{c}/o>, <file://{f}> .",
    "a graph of shapes": "<http://e/> sh:shapesGraph <http://{c}/o> ; sh:suggestedShapesGraph "
    "<file://{f}> .",
    "a library": "<http://e/l> a sh:JSLibrary ; sh:jsLibraryURL 'http://{c}/x.js'^^xsd:anyURI .",
    "SERVICE": 'sh:sparql [ sh:select "SELECT $this {{ SERVICE <http://{c}/> {{ ?a ?b ?c }} }}" ]',
    "service glued": 'sh:sparql [ sh:select "SELECT $this {{ SERVICE<http://{c}/>{{}} }}" ]',
    "an escape": 'sh:sparql [ sh:select "SELECT $this {{ \\\\u0053ERVICE <http://{c}/> '
    '{{ ?a ?b ?c }} }}" ]',
    "FROM a host": 'sh:sparql [ sh:select "SELECT $this FROM <http://{c}/o> {{ $this ?b ?c }}" ]',
    "FROM a file": 'sh:sparql [ sh:select "SELECT $this FROM <file://{f}> {{ $this ?b ?c }}" ]',
    "FROM NAMED": 'sh:sparql [ sh:select "SELECT $this FROM NAMED <file://{f}> '
    '{{ GRAPH ?g {{ ?a ?b ?c }} }}" ]',
    "a target": 'sh:target [ a sh:SPARQLTarget ; sh:select "SELECT ?this {{ SERVICE <http://{c}/> '
    '{{ ?this ?b ?c }} }}" ]',
    "a rule": 'sh:rule [ a sh:SPARQLRule ; sh:construct "CONSTRUCT {{ $this a <u:x> }} WHERE {{ '
    'SERVICE <http://{c}/> {{ ?a ?b ?c }} }}" ]',
    "a namespace": "sh:sparql [ sh:select '#' ; sh:prefixes [ sh:declare [ sh:prefix 'a' ; "
    "sh:namespace 'http://e/>\\nSELECT $this {{ SERVICE <http://{c}/> {{ ?a ?b ?c }} }} #'^^"
    "xsd:anyURI ] ] ]",
    "a prefix": "sh:sparql [ sh:select '#' ; sh:prefixes [ sh:declare [ sh:prefix 'a: <u:a> SELECT "
    "$this {{ SERVICE <http://{c}/> {{ ?a ?b ?c }} }} #' ; sh:namespace 'u:a'^^xsd:anyURI ] ] ]",
}
HEAD = """\
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<http://e/shape> a sh:NodeShape ; sh:targetClass <http://e/Thing> """


@pytest.mark.parametrize("name", SHAPES)
def test_shapes(name: str, trap: Canary, tmp_path: Path) -> None:
    data, shapes = tmp_path / "data.ttl", tmp_path / "shapes.ttl"
    data.write_text("<http://e/a> a <http://e/Thing> .")
    text = filled(SHAPES[name], trap)
    shapes.write_text(HEAD + (f"; {text} ." if text.startswith("sh:") else f". {text}"))
    arguments = ["validate", str(data), "--shapes", str(shapes), "--context", "none"]
    result = CliRunner().invoke(main, [*arguments, "--content-dir", str(CONTENT)])
    assert result.exit_code == (3 if text.startswith("sh:") else 0), result.output
    assert SECRET not in result.output


def test_data_with_imports_are_checked_alone(
    trap: Canary, tmp_path: Path, content_dir: Path
) -> None:
    data = tmp_path / "data.ttl"
    data.write_text(
        filled(
            "<http://e/> <http://www.w3.org/2002/07/owl#imports> <http://{c}/>, <file://{f}> .",
            trap,
        )
    )
    result = CliRunner().invoke(main, ["validate", str(data), "--content-dir", str(content_dir)])
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p 'SERVICE <http://127.0.0.1/> { ?s ?p ?o }' }",
        'SELECT * { ?s ?p """a\nSERVICE <http://127.0.0.1/> {}""" }',
        "SELECT * { ?s ?p ?o } # SERVICE <http://127.0.0.1/> {}",
        "SELECT * { ?s <http://e/SERVICE#x> ?o }",
        "SELECT ?service { ?service ?p ?o }",
        "PREFIX service: <http://e/> SELECT * { ?s service:x ?o }",
        "SELECT * { ?s ?p '\\\\u0053ERVICE' }",
    ],
)
def test_the_word_alone_is_no_offence(text: str, served: httpx.Client) -> None:
    assert served.post("/sparql", data={"query": text}).status_code == 200
