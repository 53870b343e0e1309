"""Names of things in the graph: prefixes, graphs and the terms that the code uses."""

from __future__ import annotations

from types import MappingProxyType

BASE = "https://w3id.org/cityweave/"
ONTOLOGY = BASE + "ontology#"
SHAPES = BASE + "shapes#"
GRAPH = BASE + "graph/"
SOURCE = BASE + "source/"

ONTOLOGY_GRAPH = GRAPH + "ontology"
SHAPES_GRAPH = GRAPH + "shapes"
EDITORIAL_GRAPH = GRAPH + "editorial"
UNNAMED_GRAPH = GRAPH + "default"
"""Holds what was loaded without naming a graph."""

PREFIXES: MappingProxyType[str, str] = MappingProxyType(
    {
        "cw": ONTOLOGY,
        "cws": SHAPES,
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
        "time": "http://www.w3.org/2006/time#",
        "void": "http://rdfs.org/ns/void#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
)
