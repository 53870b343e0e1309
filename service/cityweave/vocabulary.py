"""Names of things in the graph: prefixes, graphs and the terms that the code uses."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

BASE = "https://w3id.org/cityweave/"
CW = BASE + "ontology#"
SHAPES = BASE + "shapes#"
GRAPH = BASE + "graph/"
SOURCE = BASE + "source/"
PROBLEM = BASE + "problem"
FAULT = BASE + "fault"
"""The schemes of what goes wrong: each concept is below its scheme, `…/problem/not-found`."""

LANGUAGES = ("en", "es", "fr", "nl")
"""The languages of labels, titles, pages and findings, the one first that is always there."""

ONTOLOGY_GRAPH = GRAPH + "ontology"
SHAPES_GRAPH = GRAPH + "shapes"
UNNAMED_GRAPH = GRAPH + "default"
"""Holds what was loaded without naming a graph."""


class Term(StrEnum):
    """The terms of the ontology that the code knows; a misspelt one fails on import."""

    PASSAGE = CW + "Passage"
    DOCUMENT = CW + "document"
    FIRST_LINE = CW + "firstLine"
    LAST_LINE = CW + "lastLine"


KINDS = tuple(
    """action action-group-membership action-leadership activity alias alias-kind appearance award
    award-conferral call city claim claim-status component component-kind confidence
    confirmation-status contract coordination country cross-cutting-issue dataset disagreement
    disagreement-kind district document event event-format event-type fund funding geometry
    governance-level group initiative lifecycle-status link member-category membership mentoring
    method milestone monitoring network network-partnership office organisation
    organisation-type output partnership person phase pillar place platform policy programme
    project project-participation publication qualifier quantity region risk role scheme sdg
    session site theme timespan unit unknown viewpoint viewpoint-kind""".split()
)
"""The kinds of things: `…/id/{kind}/{slug}`; each is also the prefix of its IRIs."""

PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        **{kind: f"{BASE}id/{kind}/" for kind in KINDS},
        "cw": CW,
        "cws": SHAPES,
        "graph": GRAPH,
        "part": BASE + "ontology/",
        "dcat": "http://www.w3.org/ns/dcat#",
        "dcterms": "http://purl.org/dc/terms/",
        "eli": "http://data.europa.eu/eli/ontology#",
        "eurio": "http://data.europa.eu/s66#",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "geo": "http://www.opengis.net/ont/geosparql#",
        "locn": "http://www.w3.org/ns/locn#",
        "m8g": "http://data.europa.eu/m8g/",
        "oa": "http://www.w3.org/ns/oa#",
        "org": "http://www.w3.org/ns/org#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "prov": "http://www.w3.org/ns/prov#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "schema": "https://schema.org/",
        "sh": "http://www.w3.org/ns/shacl#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "skosxl": "http://www.w3.org/2008/05/skos-xl#",
        "time": "http://www.w3.org/2006/time#",
        "vann": "http://purl.org/vocab/vann/",
        "void": "http://rdfs.org/ns/void#",
        "vs": "http://www.w3.org/2003/06/sw-vocab-status/ns#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
)
"""Prefixes that diagnosis, serialisation and formatting know."""


def prologue(*prefixes: str) -> str:
    """Declarations of prefixes, as a query of SPARQL begins. Raises `KeyError` for another one."""
    return "".join(f"PREFIX {one}: <{PREFIXES[one]}>\n" for one in prefixes)
