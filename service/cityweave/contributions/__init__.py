"""From a document to statements in the graph, with a decision in between, and back."""

from cityweave.contributions.contribution import Contribution, Document, Event, State, Step
from cityweave.contributions.difference import Difference
from cityweave.contributions.judging import Judge, Proposal, Verdict
from cityweave.contributions.workflow import Contributions

__all__ = [
    "Contribution",
    "Contributions",
    "Difference",
    "Document",
    "Event",
    "Judge",
    "Proposal",
    "State",
    "Step",
    "Verdict",
]
