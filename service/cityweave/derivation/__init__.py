"""What follows from the data by rule, so that nobody has to write it by hand.

People write passages: what lines of a document state. From these follow
shortcuts (a network's partners from its partnerships), the description of each
passage (document and lines, from its IRI), of each time span (bounds that a
query can compare, from its EDTF form) and a label for each node that has no
name of its own. From links to GeoNames follows what it says of a place. All of
it is kept in the content folders, where a reader sees it without running
anything; `cityweave derive` writes it and checks it.
"""

from cityweave.derivation.gazetteer import chosen_names, describe_places, read_entries
from cityweave.derivation.labels import labels, telling
from cityweave.derivation.package import Entry
from cityweave.derivation.passages import describe_passages
from cityweave.derivation.shortcuts import SHORTCUTS, with_shortcuts
from cityweave.derivation.timespans import TimeSpan, describe_timespans

__all__ = [
    "SHORTCUTS",
    "Entry",
    "TimeSpan",
    "chosen_names",
    "describe_passages",
    "describe_places",
    "describe_timespans",
    "labels",
    "read_entries",
    "telling",
    "with_shortcuts",
]
