"""Links into other graphs: which to make, with evidence, and what is wrong with those there are.

`suggest` finds in a gazetteer what things may be linked to; `check` judges links.
"""

from cityweave.linking.checking import Gazetteers, check
from cityweave.linking.entry import Entry
from cityweave.linking.evidence import CERTAIN, FARTHEST, THRESHOLD, Evidence, Match
from cityweave.linking.gazetteer import Gazetteer
from cityweave.linking.matching import suggest
from cityweave.linking.opening import open_gazetteer
from cityweave.linking.position import Position
from cityweave.linking.scheme import target
from cityweave.linking.suggestion import Outcome, Suggestion
from cityweave.linking.target import TARGETS, Target, target_of
from cityweave.linking.thing import Thing, Things

__all__ = [
    "CERTAIN",
    "FARTHEST",
    "TARGETS",
    "THRESHOLD",
    "Entry",
    "Evidence",
    "Gazetteer",
    "Gazetteers",
    "Match",
    "Outcome",
    "Position",
    "Suggestion",
    "Target",
    "Thing",
    "Things",
    "check",
    "open_gazetteer",
    "suggest",
    "target",
    "target_of",
]
