from pathlib import Path
from typing import Any

import httpx

from cityweave.catalogue import Catalogue

CONTENT = Path(__file__).with_name("content")


def test_every_question_has_an_entry_with_its_parameters(client: httpx.Client) -> None:
    described = client.get("/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    assert described["servers"] == [{"url": "http://weave.test"}]
    for query in Catalogue.load(CONTENT / "queries"):
        entry = described["paths"][f"/queries/{query.name}"]["get"]
        assert entry["summary"] == query.summary
        assert entry["tags"] == list(query.tags)
        own = [one["name"] for one in entry["parameters"] if one["name"] != "format"]
        assert own == [parameter.name for parameter in query.parameters]
    most = described["paths"]["/queries/cities-of-country"]["get"]["parameters"][1]
    assert most["schema"] == {"type": "integer", "default": 100}
    assert most["description"] == "How many at most"


def _given(operation: dict[str, Any]) -> list[str]:
    """What a call answers with, where it does not lead elsewhere."""
    return list(operation["responses"].get("200", {"content": {}})["content"])


def test_every_described_call_answers(client: httpx.Client) -> None:
    described = client.get("/openapi.json").json()
    contribution = client.post(
        "/contributions",
        content="no Turtle",
        headers={"Content-Type": "text/turtle", "Authorization": "Bearer the-token-of-these-tests"},
    )
    parts = {
        "/flyout/{kind}": "/flyout/entity",
        "{kind}": "city",
        "{name}": "petrinia",
        "{document}": "gazette",
        "{id}": contribution.json()["id"],
    }
    identifiers = []
    for path, methods in described["paths"].items():
        address = path
        for name, value in parts.items():
            address = address.replace(name, value)
        for method, operation in methods.items():
            identifiers.append(operation["operationId"])
            if "security" in operation:
                assert client.request(method, address).status_code in (401, 415), address
                continue
            for content_type in _given(operation):
                if address == "/sparql":
                    is_graph = "turtle" in content_type or "n-" in content_type
                    is_graph = is_graph or any(
                        part in content_type for part in ("rdf+xml", "ld+json", "trig")
                    )
                    query = "DESCRIBE <a:b>" if is_graph else "SELECT * {}"
                    answer = client.request(
                        method,
                        address,
                        params={"query": query} if method == "get" else None,
                        data={"query": query} if method == "post" else None,
                        headers={"Accept": content_type},
                    )
                    assert answer.status_code == 200, content_type
                    assert answer.headers["content-type"].startswith(content_type)
            body = operation.get("requestBody", {"content": {}})["content"]
            sent = {type_: one["example"] for type_, one in body.items() if "example" in one}
            for content_type, example in sent.items():
                for accepted in operation["responses"]["200"]["content"]:
                    headers = {"Content-Type": content_type, "Accept": accepted}
                    answer = client.request(method, address, content=example, headers=headers)
                    assert answer.status_code == 200, address
                    assert answer.headers["content-type"].startswith(accepted)
            if address != "/sparql" and not sent:
                needed = {
                    one["name"]: one["example"].replace("ghent-be", "petrinia")
                    for one in operation["parameters"]
                    if one.get("required") and one["in"] == "query"
                }
                expected = int(next(iter(operation["responses"])))
                answer = client.request(method, address, params=needed)
                assert answer.status_code == expected, address
    assert len(identifiers) == len(set(identifiers))


def test_the_page_for_developers_has_every_call(client: httpx.Client) -> None:
    described = client.get("/openapi.json").json()
    page = client.get("/docs", headers={"Accept": "text/html"}).text
    for path, methods in described["paths"].items():
        for method in methods:
            assert f"<code>{method.upper()} {path}</code>" in page


def test_the_document_refers_only_to_what_it_has(client: httpx.Client) -> None:
    described = client.get("/openapi.json")
    assert set(described.json()["components"]["schemas"]) == {"Problem"}
    assert described.text.count('"$ref"') == described.text.count("#/components/schemas/Problem")


def test_health(client: httpx.Client) -> None:
    assert client.get("/health").json()["status"] == "ok"
