"""Does an update on a store, and says what is wrong with one that is refused."""

from __future__ import annotations

from cityweave.errors import QuerySyntaxError
from cityweave.federation import Gateway
from cityweave.query.diagnosis import diagnose
from cityweave.query.tokens import tokenize
from cityweave.store import Change, Store
from cityweave.update.load import Library
from cityweave.update.plan import plan
from cityweave.vocabulary import BASE


def perform(
    store: Store,
    text: str,
    using: tuple[str, ...] = (),
    using_named: tuple[str, ...] = (),
    gateway: Gateway | None = None,
    base: str = BASE,
) -> Change:
    """Do a SPARQL update as one transaction.

    `using` and `using_named` are the protocol's `using-graph-uri` and
    `using-named-graph-uri` (https://www.w3.org/TR/sparql11-protocol/#update-operation).
    `base` resolves relative IRIs. LOAD fetches through the gateway, and is refused without
    one. Raises `QuerySyntaxError`
    with place and way out, `UnsupportedQuery` for a query and for SERVICE,
    `BadParameter` for a dataset that is named twice or by what is no IRI, what `loaded`
    and what `Store.update` raises.
    """
    try:
        return store.update(plan(text, using, using_named, Library(store, gateway), base))
    except QuerySyntaxError as refusal:
        raise diagnose(tokenize(text), refusal, base) from refusal
