"""What is judged by: the shapes of a profile, those that somebody brings, or both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from pyoxigraph import Quad

from cityweave.errors import BadParameter
from cityweave.formats import RDF_FORMATS, rdf_by_name
from cityweave.parsing import Reading
from cityweave.validation.profiles import CONTRIBUTION, Profile
from cityweave.validation.shapes import Shapes
from cityweave.validation.submission import Submission, bounded
from cityweave.vocabulary import BASE


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Shapes, read and checked; `profile` is the IRI of the profile that they are of, if any.

    `is_contribution`: what is judged is to come into the graph, beside what others say there;
    `base` is that of the deployment.
    """

    shapes: Shapes
    profile: str | None = None
    is_contribution: bool = False
    base: str = BASE

    @classmethod
    def of(cls, *profiles: Profile) -> Rulebook:
        """The rules of one profile, or of several. Raises `ContentMissing`, `SyntaxErrorInData`."""
        quads = chain.from_iterable(one.quads() for one in profiles)
        return cls(
            Shapes.of(dict.fromkeys(quads)),
            profiles[0].iri if len(profiles) == 1 else None,
            any(one.name == CONTRIBUTION for one in profiles),
            profiles[0].base,
        )

    @classmethod
    def own(
        cls,
        documents: Sequence[Submission],
        most: int | None = None,
        beside: Rulebook | None = None,
        base: str = BASE,
    ) -> Rulebook:
        """The rules in shapes graphs of one's own, which are data like others.

        `beside`: they come to these rules, and the profile is no more the one that was named.
        `base` is that of the deployment.
        Raises `SyntaxErrorInData` for what are no shapes, or reach out of the data;
        `ValidationTooLarge` for more than `most` statements; `BadParameter` for a table.
        """
        own = tuple(bounded(chain.from_iterable(map(_read, documents)), most))
        if beside is None:
            return cls(Shapes.of(own), base=base)
        shapes = Shapes.of((*beside.shapes.quads, *own))
        return cls(shapes, is_contribution=beside.is_contribution, base=base)


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
