"""The ontology: OWL 2 DL, consistent, in its own style, without dead or unused terms."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import owlready2
import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Namespace, URIRef

from cityweave.resources import content, files

CW = Namespace("https://w3id.org/cityweave/ontology#")
HERE = Path(__file__).parent
JARS = Path(owlready2.__file__).parent / "pellet"
LANGUAGES = {"en", "es", "fr", "nl"}

needs_java = pytest.mark.skipif(
    shutil.which("java") is None, reason="no Java runtime on this machine"
)


@pytest.fixture(scope="module")
def ontology() -> Graph:
    graph = Graph()
    for path in files("ontology", ".ttl"):
        graph.parse(path)
    return graph


def ask_reasoner(graph: Graph, folder: Path) -> dict[str, object]:
    """What OWLAPI and Pellet say of the graph, as one ontology without imports."""
    whole = Graph()
    headers = set(graph.subjects(RDF.type, OWL.Ontology))
    for triple in graph:
        if triple[0] not in headers:
            whole.add(triple)
    whole.add((URIRef("https://w3id.org/cityweave/ontology"), RDF.type, OWL.Ontology))
    file = folder / "ontology.rdf"
    whole.serialize(file, format="xml")
    done = subprocess.run(
        [sys.executable, str(HERE / "owl_check.py"), str(JARS), str(file)],
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    answer: dict[str, object] = json.loads(done.stdout.strip().splitlines()[-1])
    return answer


@needs_java
def test_is_owl_2_dl_and_consistent(ontology: Graph, tmp_path: Path) -> None:
    answer = ask_reasoner(ontology, tmp_path)
    assert answer["violations"] == []
    assert answer["consistent"] is True
    assert answer["unsatisfiable"] == []
    assert isinstance(answer["axioms"], int)
    assert answer["axioms"] > 2000


@needs_java
def test_the_check_notices_what_is_not_dl_or_not_consistent(
    ontology: Graph, tmp_path: Path
) -> None:
    broken = Graph() + ontology
    broken.add((CW.member, RDF.type, OWL.DatatypeProperty))
    thing = URIRef("https://example.org/both")
    broken.add((thing, RDF.type, CW.Fund))
    broken.add((thing, RDF.type, CW.Programme))
    answer = ask_reasoner(broken, tmp_path)
    assert answer["violations"] != []
    assert answer["consistent"] is False


def own_terms(graph: Graph) -> set[URIRef]:
    return {
        subject
        for subject in graph.subjects(RDFS.isDefinedBy, None)
        if isinstance(subject, URIRef) and subject.startswith(CW)
    }


def test_every_module_has_a_version_and_is_imported(ontology: Graph) -> None:
    root = URIRef("https://w3id.org/cityweave/ontology")
    modules = set(ontology.subjects(RDF.type, OWL.Ontology))
    assert len(modules) >= 9
    for module in modules:
        assert len(list(ontology.objects(module, OWL.versionIRI))) == 1, module
    reached = set(ontology.transitive_objects(root, OWL.imports)) | {root}
    assert modules - reached == {URIRef("https://w3id.org/cityweave/ontology/alignments")}


def test_every_term_has_labels_in_four_languages(ontology: Graph) -> None:
    for term in own_terms(ontology):
        languages = [
            getattr(label, "language", None) for label in ontology.objects(term, RDFS.label)
        ]
        assert sorted(str(language) for language in languages) == sorted(LANGUAGES), term


def test_every_code_has_labels_in_four_languages(ontology: Graph) -> None:
    concepts = set(ontology.subjects(RDF.type, SKOS.Concept))
    assert len(concepts) > 200
    for concept in concepts:
        found = {
            getattr(label, "language", None) for label in ontology.objects(concept, SKOS.prefLabel)
        }
        assert found >= LANGUAGES, concept


def test_every_class_is_aligned_or_says_that_it_is_ours_alone(ontology: Graph) -> None:
    aligned = set(ontology.subjects(SKOS.closeMatch, None)) | {
        subject
        for subject, parent in ontology.subject_objects(RDFS.subClassOf)
        if not str(parent).startswith(CW)
    }
    classes = {term for term in own_terms(ontology) if (term, RDF.type, OWL.Class) in ontology}
    parents = {term: set(ontology.transitive_objects(term, RDFS.subClassOf)) for term in classes}
    unaligned = {term.removeprefix(CW) for term in classes if not parents[term] & aligned}
    assert unaligned <= {
        "ActionGroupMembership", "ActionLeadership", "Award", "AwardConferral", "Call",
        "Component", "Contract", "Disagreement", "ExplicitUnknown", "Initiative", "Involvement",
        "Mentoring", "Method", "Milestone", "MonitoringEntry", "Platform", "Risk", "Viewpoint",
    }  # fmt: skip


def vocabularies() -> dict[str, set[str]]:
    """Namespace to the names that it defines, from the versioned lists beside this file."""
    found = {}
    for path in sorted((HERE / "vocabularies").glob("*.txt")):
        lines = path.read_text(encoding="utf-8").splitlines()
        found[lines[0].removeprefix("# ")] = set(lines[2:])
    return found


def iris_in(folder: str) -> set[str]:
    """Every IRI that the RDF and SPARQL files of a content folder use."""
    found: set[str] = set()
    for path in files(folder, ".ttl", ".trig", ".rq"):
        text = path.read_text(encoding="utf-8")
        text = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
        prefixes = dict(re.findall(r"(?i)@?prefix\s+([\w-]*):\s*<([^>]*)>", text))
        found |= set(re.findall(r"<(https?://[^>\s]*)>", text))
        for prefix, local in re.findall(r"(?<![\w<\"'/:#])([A-Za-z][\w-]*):([A-Za-z][\w-]*)", text):
            if prefix in prefixes:
                found.add(prefixes[prefix] + local)
    return found


@pytest.mark.parametrize("folder", ["ontology", "data", "shapes", "queries"])
def test_no_iri_of_a_known_namespace_is_dead(folder: str, ontology: Graph) -> None:
    known = vocabularies()
    known[str(CW)] = {term.removeprefix(CW) for term in own_terms(ontology)} | {"sinceVersion"}
    dead = {
        iri
        for iri in iris_in(folder)
        for namespace, names in known.items()
        if iri.startswith(namespace)
        and iri != namespace
        and iri.removeprefix(namespace) not in names
    }
    assert dead == set()


def test_every_term_is_used_by_a_query(ontology: Graph) -> None:
    used = {iri.removeprefix(CW) for iri in iris_in("queries") if iri.startswith(CW)}
    defined = {term.removeprefix(CW) for term in own_terms(ontology)} - {"sinceVersion"}
    assert defined - used == set()


def test_the_change_log_names_the_version(ontology: Graph) -> None:
    version = str(ontology.value(URIRef("https://w3id.org/cityweave/ontology"), OWL.versionInfo))
    log = content("ontology").parent / "CHANGELOG.md"
    assert f"ontology {version}" in log.read_text(encoding="utf-8").lower()
