"""Makes an update ready for the store: what it may reach, its dataset, its data."""

from __future__ import annotations

from dataclasses import replace

from pyoxigraph import NamedNode

from cityweave.errors import BadParameter, QuerySyntaxError, UnsupportedQuery
from cityweave.query.clauses import clauses
from cityweave.query.dataset import base_of, resolve
from cityweave.query.guard import refuse_service
from cityweave.query.keywords import FORMS
from cityweave.query.tokens import Token, declared_prefixes, first_verb, tokenize
from cityweave.store import DataOperation, UpdateRequest
from cityweave.update.bulk import bulk
from cityweave.update.load import INSERTS, Library, loaded
from cityweave.update.operations import (
    Block,
    Operation,
    judged,
    operations,
    refuse_shared_labels,
)
from cityweave.vocabulary import BASE

MERGED = "<urn:x-cityweave:merged>"
"""What an operation's merge of several `USING` graphs is called on the copy.

The engine would not merge them, but count a triple once for each.
"""


def plan(
    text: str,
    using: tuple[str, ...],
    using_named: tuple[str, ...],
    library: Library,
    base: str = BASE,
) -> UpdateRequest:
    """The request that a store does. Parameters and errors as of `perform`."""
    quick = None if using or using_named else bulk(text)
    if quick is not None:
        return replace(quick, base=base)
    tokens = tokenize(text)
    _refuse_query(tokens)
    _refuse_clauses(text, tokens)
    refuse_service(text, tokens)
    found = tuple(operations(text, tokens))
    refuse_shared_labels(found, tokens)
    dataset = tuple(map(_written, using)), tuple(map(_written, using_named))
    texts = judged(text, found)  # which holds LOAD to its grammar, too
    scripts: list[str] = []
    data: list[DataOperation | None] = []
    for operation in found:
        if not operation.is_load:
            scripts.append(_scripted(operation, *dataset))
            data.append(_data(operation))
            continue
        script = loaded(operation, declared_prefixes(tokens), base_of(tokens, base), library)
        if script is not None:
            scripts.append(script)
            data.append(DataOperation(script, True) if script.startswith(INSERTS) else None)
    whole = tuple(one for one in data if one is not None)
    return UpdateRequest(
        texts,
        tuple(scripts),
        whole if len(whole) == len(data) else (),
        _graphs(tokens, found, (*using, *using_named), base),
        base,
    )


def _refuse_query(tokens: tuple[Token, ...]) -> None:
    verb = first_verb(tokens)
    if verb is not None and verb.is_word(*FORMS):
        raise UnsupportedQuery(
            f"{verb.text.upper()} begins a query, and this is the place of an update.",
            hint="Send it as the parameter query, or as application/sparql-query.",
            line=verb.line,
            column=verb.column,
        )


def _refuse_clauses(text: str, tokens: tuple[Token, ...]) -> None:
    """An update asks no other endpoint: its clauses would hold up whoever writes after it."""
    for clause in clauses(text, tokens):
        raise UnsupportedQuery(
            "SERVICE is answered in queries, and not in updates.",
            hint="Ask a CONSTRUCT query with SERVICE, and send its result to /store?graph=…",
            line=clause.word.line,
            column=clause.word.column,
        )


def _written(iri: str) -> str:
    """A graph of the request as it is written in an update. Raises `BadParameter`."""
    try:
        return str(NamedNode(iri))
    except ValueError as error:
        raise BadParameter(
            f"“{iri}” is not the IRI of a graph.", hint="Send an absolute IRI."
        ) from error


def _data(operation: Operation) -> DataOperation | None:
    """The operation when it names its quads."""
    if not (operation.says(0, "INSERT", "DELETE") and operation.says(1, "DATA")):
        return None
    rest = operation.text[operation.parts[1].start : operation.end]
    return DataOperation(f"{operation.prologue}INSERT {rest}", operation.says(0, "INSERT"))


def _scripted(operation: Operation, using: tuple[str, ...], named: tuple[str, ...]) -> str:
    """An operation with its prologue and its dataset, several graphs of it merged."""
    own = _using(operation)
    where = next(
        (index for index in range(len(operation.parts)) if operation.says(index, "WHERE")), None
    )
    if using or named:
        if own or operation.says(0, "WITH"):
            raise BadParameter(
                "The request names a dataset, and so does the update with USING or WITH.",
                hint="Leave out using-graph-uri and using-named-graph-uri, or USING and WITH.",
            )
    else:
        using = tuple(graph for graph, is_named in own if not is_named)
        named = tuple(graph for graph, is_named in own if is_named)
    text = operation.text
    plain = operation.prologue + text[operation.start : operation.end]
    if where is None or not (using or named) or (own and len(using) < 2):
        return plain
    several = len(using) > 1
    head_end = operation.parts[where].start
    first_using = next((index for index in range(where) if operation.says(index, "USING")), None)
    if first_using is not None:
        head_end = operation.parts[first_using].start
    head = text[operation.start : head_end]
    if where == 1:  # DELETE WHERE: the pattern is the template, too
        pattern = operation.parts[2] if len(operation.parts) > 2 else None
        if not isinstance(pattern, Block):
            raise QuerySyntaxError("DELETE WHERE has no pattern.", hint="Write one in { }.")
        head += text[pattern.start : pattern.end]
    default = (MERGED,) if several else using
    clauses = [*(f"USING {one}" for one in default), *(f"USING NAMED {one}" for one in named)]
    tail = text[operation.parts[where].start : operation.end]
    steps = [f"{head} {' '.join(clauses)} {tail}"]
    if several:
        merging = f"INSERT {{ GRAPH {MERGED} {{ ?s ?p ?o }} }} USING %s WHERE {{ ?s ?p ?o }}"
        steps = [*(merging % one for one in using), *steps, f"DROP SILENT GRAPH {MERGED}"]
    return operation.prologue + ";\n".join(steps)


def _using(operation: Operation) -> list[tuple[str, bool]]:
    """The graphs of USING and USING NAMED as written; true for the latter."""
    found = []
    for index in range(len(operation.parts)):
        if operation.says(index, "USING"):
            named = operation.says(index + 1, "NAMED")
            after = index + (2 if named else 1)
            graph = operation.parts[after] if after < len(operation.parts) else None
            if isinstance(graph, Token):
                found.append((graph.text, named))
    return found


def _graphs(
    tokens: tuple[Token, ...], found: tuple[Operation, ...], named: tuple[str, ...], base: str
) -> frozenset[str] | None:
    """The graphs that an update can touch, when each is a constant that is plain to read."""
    prefixes = declared_prefixes(tokens)
    graphs = set(named)
    previous: Token | None = None
    for token in tokens:
        if previous is not None and previous.is_word("GRAPH") and token.kind == "variable":
            return None
        previous = token
        if token.is_word("BASE") or (token.kind in ("iri", "name") and "\\" in token.text):
            return None
        iri = resolve(token, prefixes, base)
        if iri is not None:
            graphs.add(iri)
    for operation in found:
        if operation.says(0, "CLEAR", "DROP") and any(
            operation.says(index, "ALL", "NAMED") for index in (1, 2)
        ):
            return None
    return frozenset(graphs)
