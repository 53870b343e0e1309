"""What is judged by: the shapes of a profile, or those that somebody brings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from pyoxigraph import Quad

from cityweave.errors import BadParameter
from cityweave.formats import RDF_FORMATS, rdf_by_name
from cityweave.parsing import Reading
from cityweave.validation.profiles import DEFAULT, Profile
from cityweave.validation.shapes import Shapes
from cityweave.validation.submission import Submission, bounded


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Shapes, read and checked; `profile` is the IRI of the profile that they are of, if any.

    `is_contribution`: what is judged is to come into the graph, beside what others say there.
    """

    shapes: Shapes
    profile: str | None = None
    is_contribution: bool = False

    @classmethod
    def of(cls, profile: Profile) -> Rulebook:
        """The rules of a profile. Raises `ContentMissing`, `SyntaxErrorInData`."""
        return cls(Shapes.of(profile.quads()), profile.iri, profile.name == DEFAULT)

    @classmethod
    def own(cls, documents: Iterable[Submission], most: int | None = None) -> Rulebook:
        """The rules in shapes graphs of one's own, which are data like others.

        Raises `SyntaxErrorInData` for what are no shapes, or reach out of the data;
        `ValidationTooLarge` for more than `most` statements.
        """
        return cls(Shapes.of(bounded(chain.from_iterable(map(_read, documents)), most)))


def _read(document: Submission) -> Iterable[Quad]:
    if document.format not in {one.name for one in RDF_FORMATS}:
        raise BadParameter(
            "Shapes are RDF, not a table.", hint="Send Turtle.", source=document.name
        )
    return Reading(
        document.data,
        rdf_by_name(document.format),
        base=document.base,
        source=document.name,
        rename_blank_nodes=True,
    )
