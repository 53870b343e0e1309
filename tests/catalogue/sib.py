"""How SIB's tools find examples of queries and their prefixes, and what they ask of an example."""

FINDING = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX spex: <https://purl.expasy.org/sparql-examples/ontology#>
SELECT DISTINCT ?sq ?comment ?query
WHERE {
    ?sq a sh:SPARQLExecutable ;
        rdfs:comment ?comment ;
        sh:select|sh:ask|sh:construct|spex:describe ?query .
} ORDER BY ?sq
"""
"""How SIB's tools find examples."""

NAMING = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT DISTINCT ?prefix ?namespace WHERE { [] sh:namespace ?namespace ; sh:prefix ?prefix }
"""
"""How SIB's tools find prefixes."""


SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix spex: <https://purl.expasy.org/sparql-examples/ontology#> .
<http://e/Example> a sh:NodeShape ; sh:targetClass sh:SPARQLExecutable ;
  sh:property
    [ sh:path [ sh:alternativePath ( sh:select sh:ask sh:construct spex:describe ) ] ;
      sh:minCount 1 ; sh:maxCount 1 ],
    [ sh:path rdfs:comment ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype rdf:langString ],
    [ sh:path schema:target ; sh:minCount 1 ; sh:nodeKind sh:IRI ],
    [ sh:path schema:keywords ; sh:minCount 1 ],
    [ sh:path sh:prefixes ; sh:minCount 1 ; sh:maxCount 1 ] .
"""
"""What SIB's tools ask of an example."""
