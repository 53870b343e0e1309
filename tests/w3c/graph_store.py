"""The requirements of the Graph Store Protocol that the W3C tests, by its names, in our words."""

from __future__ import annotations

from w3c.exchanges import TURTLE, Check, Exchange, Request, holds, refused, status

PREFIX = "@prefix p: <https://example.org/w3c/person#> .\n"
PERSON = "<https://example.org/w3c/person/1>"
JOHN = f'{PREFIX}{PERSON} a p:Person ; p:card [ p:fullName "John Doe" ] .\n'
JANE = f'{PREFIX}{PERSON} a p:Person ; p:card [ p:fullName "Jane Doe" ] .\n'
NAME = f'{PREFIX}{PERSON} p:name "Jane Doe" .\n'
GIVEN = f'{PREFIX}{PERSON} p:givenName "Jane" .\n'
FAMILY = f'{PREFIX}{PERSON} p:familyName "Doe" .\n'
ALICE = f'{PREFIX}[] a p:Person ; p:card [ p:givenName "Alice" ] .\n'
FIRST, SECOND = "/store/person/1.ttl", "/store/person/2.ttl"
CHANGED = status(200, 204)
PART = (
    '--border\r\nContent-Disposition: form-data; name="{0}"; filename="{0}.ttl"\r\n'
    "Content-Type: text/turtle; charset=utf-8\r\n\r\n{1}\r\n"
)
PARTS = {"Content-Type": "multipart/form-data; boundary=border"}


def send(method: str, path: str, check: Check, turtle: str) -> Request:
    return Request(method, path, check, TURTLE, turtle.encode())


def get(path: str, check: Check) -> Request:
    return Request("GET", path, check, {"Accept": "text/turtle"})


def case(name: str, *requests: Request) -> Exchange:
    return Exchange(name, requests)


GRAPH_STORE = [
    case("put__initial_state", send("PUT", FIRST, status(201), JOHN)),
    case("get_of_put__initial_state", get("/store?graph=/store/person/1.ttl", holds(JOHN))),
    case("put__graph_already_in_store", send("PUT", FIRST, CHANGED, JANE)),
    case("get_of_put__graph_already_in_store", get(FIRST, holds(JANE))),
    # the default graph is always there, so that it is changed and never made
    case("put__default_graph", send("PUT", "/store?default", CHANGED, ALICE)),
    case("get_of_put__default_graph", get("/store?default", holds(ALICE))),
    case(
        "put__mismatched_payload",
        Request("PUT", FIRST, refused, {"Content-Type": "application/rdf+xml"}, JOHN.encode()),
        send("PUT", FIRST, refused, "@prefix p"),
        get(FIRST, holds(JANE)),
    ),
    case("put__empty_graph", send("PUT", SECOND, status(201), "")),
    case("get_of_put__empty_graph", get(SECOND, holds(""))),
    case("put__replace_empty_graph", send("PUT", SECOND, CHANGED, ALICE)),
    case("get_of_replacement_for_empty_graph", get(SECOND, holds(ALICE))),
    case("delete__existing_graph", Request("DELETE", SECOND, CHANGED)),
    case("get_of_delete__existing_graph", get(SECOND, status(404))),
    case("delete__nonexistent_graph", Request("DELETE", SECOND, status(404))),
    case("post__existing_graph", send("POST", FIRST, CHANGED, NAME)),
    case("get_of_post__existing_graph", get(FIRST, holds(JANE + NAME))),
    case(
        "post__multipart_formdata",
        Request(
            "POST",
            FIRST,
            CHANGED,
            PARTS,
            (PART.format("last", FAMILY) + PART.format("first", GIVEN) + "--border--\r\n").encode(),
        ),
    ),
    case("get_of_post__multipart_formdata", get(FIRST, holds(JANE + NAME + FAMILY + GIVEN))),
    case(
        "post__create__new_graph",
        send("POST", "/store", status(201), ALICE),
        get("{new}", holds(ALICE)),
        get("/store?graph={new}", holds(ALICE)),
    ),
    case(
        "post__empty_graph_to_existing_graph",
        send("POST", "/store", status(201), ALICE),
        send("POST", "{new}", CHANGED, ""),
        get("{new}", holds(ALICE)),
    ),
    case("head_on_an_existing_graph", Request("HEAD", FIRST, status(200))),
    case("head_on_a_nonexisting_graph", Request("HEAD", "/store/person/4.ttl", status(404))),
]
"""One story in this order: each requirement rests on the state that those before it made."""
