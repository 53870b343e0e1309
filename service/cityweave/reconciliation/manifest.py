"""What the service says of itself, in the form of 0.2 and in that of the draft.

(https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/#service-manifest,
https://reconciliation-api.github.io/specs/1.0-draft/#service-manifest)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cityweave import __version__
from cityweave.reconciliation.asking import select, values
from cityweave.reconciliation.forms import Json, Version, named
from cityweave.reconciliation.index import Class
from cityweave.store import Store
from cityweave.vocabulary import CW

WIDTH, HEIGHT = 400, 220
"""The size of a preview, in pixels."""

DEFAULT = tuple(
    CW + name
    for name in ("Municipality", "PublicAuthority", "Organisation", "Country", "Network", "Place")
)
"""Classes that a client offers before it knows better."""

_LIMIT = "Values of one thing, at most; 0 for all"


@dataclass(frozen=True, slots=True)
class Deployment:
    """Where a service is (`address`, without a slash at the end), under which base, its bounds."""

    address: str
    base: str
    batch: int


def default_types(store: Store) -> list[Class]:
    """The default classes that the graph's ontology has. Raises as `Store.query`."""
    asked = f"SELECT ?c ?l {{ VALUES ?c {{ {values(DEFAULT)} }} ?c rdfs:label ?l }}"
    names: dict[str, dict[str, str]] = {}
    for row in select(store, asked):
        names.setdefault(row["c"].value, {})[row["l"].language or ""] = row["l"].value
    return [Class(one, names[one], ()) for one in DEFAULT if one in names]


def manifest(at: Deployment, types: Sequence[Class], language: str, version: Version) -> Json:
    """The manifest of a version, with names in a language."""
    common: Json = {
        "versions": [str(version)],
        "name": "Cityweave",
        "documentation": f"{at.address}/reconcile",
        "logo": f"{at.address}/static/icon.svg",
        "serviceVersion": __version__,
        "defaultTypes": [named(one.iri, one.name(language), version) for one in types],
        "batchSize": at.batch,
    }
    return {**common, **(_final(at) if version is Version.FINAL else _draft())}


def _final(at: Deployment) -> Json:
    def service(path: str) -> Json:
        return {"service_url": at.address, "service_path": f"/reconcile/{path}"}

    def suggest(kind: str) -> Json:
        flyout = f"/reconcile/flyout/{kind}?id=${{id}}"
        return {**service(f"suggest/{kind}"), "flyout_service_path": flyout}

    return {
        "identifierSpace": f"{at.base}id/",
        "schemaSpace": f"{CW}",
        "view": {"url": f"{at.address}/reconcile/view?id={{{{id}}}}"},
        "preview": {
            "url": f"{at.address}/reconcile/preview?id={{{{id}}}}",
            "width": WIDTH,
            "height": HEIGHT,
        },
        "suggest": {kind: suggest(kind) for kind in ("entity", "type", "property")},
        "extend": {
            "propose_properties": service("properties"),
            "property_settings": [
                {
                    "name": "limit",
                    "label": "Limit",
                    "type": "number",
                    "default": 0,
                    "help_text": _LIMIT,
                }
            ],
        },
    }


def _draft() -> Json:
    return {
        "lang": "en",
        "dir": "ltr",
        "standardizedScore": True,
        "view": {"url": "{+id}"},
        "preview": {"width": WIDTH, "height": HEIGHT},
        "suggest": {"entity": True, "type": True, "property": True},
        "extend": {
            "proposeProperties": True,
            "propertySettings": [
                {
                    "id": "limit",
                    "name": "Limit",
                    "type": "number",
                    "default": 0,
                    "helpText": _LIMIT,
                }
            ],
        },
    }
