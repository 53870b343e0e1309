"""Asks OWLAPI and Pellet about an ontology; prints what they say as JSON.

Run in a process of its own: `python owl_check.py JARS FILE`. The OWL 2 DL profile
is OWLAPI's (https://www.w3.org/TR/owl2-syntax/#Ontologies), consistency Pellet's;
both come with owlready2 and need a Java runtime.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import jpype


def main(jars: str, file: str) -> None:
    """Print profile violations, consistency and unsatisfiable classes of `file`."""
    jpype.startJVM(classpath=[str(path) for path in Path(jars).glob("*.jar")])
    manager = jpype.JClass(
        "org.semanticweb.owlapi.apibinding.OWLManager"
    ).createOWLOntologyManager()
    ontology = manager.loadOntologyFromOntologyDocument(jpype.JClass("java.io.File")(file))
    profile = jpype.JClass("org.semanticweb.owlapi.profiles.OWL2DLProfile")()
    report = profile.checkOntology(ontology)
    factory = jpype.JClass("com.clarkparsia.pellet.owlapiv3.PelletReasonerFactory").getInstance()
    reasoner = factory.createNonBufferingReasoner(ontology)
    consistent = bool(reasoner.isConsistent())
    bottom = reasoner.getUnsatisfiableClasses().getEntitiesMinusBottom() if consistent else []
    print(
        json.dumps(
            {
                "axioms": int(ontology.getAxiomCount()),
                "violations": [str(violation) for violation in report.getViolations()],
                "consistent": consistent,
                "unsatisfiable": [str(entity) for entity in bottom],
            }
        )
    )


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
