"""What rules judge and queries do not ask for: partners, phases, sessions, people, claims."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bench.places import City
from bench.terms import LABEL, A, cw, text, thing, typed
from cityweave.vocabulary import PREFIXES

_RDF = PREFIXES["rdf"]
SUBJECT, PREDICATE, OBJECT = (f"<{_RDF}{name}>" for name in ("subject", "predicate", "object"))
PARTNERS = 3
"""Cities of a dossier that are said to be partners, the lead partner among them."""


@dataclass(frozen=True, slots=True)
class Particulars:
    """Particulars of one dossier, all of them as the shapes want them."""

    subject: str
    number: int
    kind: str
    name: str
    cities: list[City]

    def facts(self) -> list[str]:
        """All of them; no random number is drawn, so that the rest of the graph is as without."""
        return [
            *self._partners(),
            *self._session(),
            *self._person(),
            *(self._phase() if self.kind == "partnership" else ()),
            *(self._rivals() if self.number % 3 == 0 else ()),
            *(self._mentoring() if self.number % 4 == 0 else ()),
            *self._surroundings(),
        ]

    def _partners(self) -> Iterator[str]:
        """Who takes part in which role, and the shortcut that follows."""
        network = self.kind == "network"
        kind, slug = (
            ("NetworkPartnership", "network-partnership")
            if network
            else ("ProjectParticipation", "project-participation")
        )
        for place, city in enumerate(self.cities[:PARTNERS]):
            one = thing(slug, f"{self.number}-{place}")
            lead = "lead-partner" if network else "project-lead"
            yield f"{one} {A} {cw(kind)}"
            yield f"{one} {LABEL} {text(f'{city.name} as partner in {self.name}')}"
            yield f"{one} {cw('involvedIn')} {self.subject}"
            yield f"{one} {cw('member')} {city.municipality}"
            yield f"{one} {cw('role')} {thing('role', lead if place == 0 else 'partner')}"
            if place:
                yield f"{self.subject} {cw('partner')} {city.municipality}"

    def _session(self) -> Iterator[str]:
        """A conference with a session in it, which have a time of their own."""
        conference, session = (
            thing(kind, f"conference-{self.number}") for kind in ("event", "session")
        )
        whole, part = (thing("timespan", f"{each}-{self.number}") for each in ("days", "day"))
        yield f"{conference} {A} {cw('Event')}"
        yield f"{session} {A} {cw('Session')}"
        yield f"{session} {cw('subEventOf')} {conference}"
        for event, span, first, last in (
            (conference, whole, "2024-05-06", "2024-05-08"),
            (session, part, "2024-05-07", "2024-05-07"),
        ):
            yield f"{event} {LABEL} {text(f'Conference {self.number}, {first} to {last}')}"
            yield f"{event} {cw('eventType')} {thing('event-type', 'conference')}"
            yield f"{event} {cw('when')} {span}"
            yield f"{span} {A} {cw('TimeSpan')}"
            yield f"{span} {LABEL} {text(f'{first} to {last}')}"
            yield f'{span} {cw("edtf")} "{first}/{last}"'
            yield f"{span} {cw('earliest')} {typed(first, 'date')}"
            yield f"{span} {cw('latest')} {typed(last, 'date')}"

    def _person(self) -> Iterator[str]:
        """A person who speaks at the session; people have few properties."""
        person, session = thing("person", f"{self.number}"), f"conference-{self.number}"
        appearance = thing("appearance", f"{self.number}")
        yield f"{person} {A} {cw('Person')}"
        yield f"{person} {LABEL} {text(f'Speaker {self.number}')}"
        yield f"{person} {cw('basedIn')} {self.cities[0].iri}"
        yield f"{thing('session', session)} {cw('speaker')} {person}"
        yield f"{appearance} {A} {cw('Appearance')}"
        yield f"{appearance} {LABEL} {text(f'Speaker {self.number} on stage')}"
        yield f"{appearance} {cw('involvedIn')} {thing('session', session)}"
        yield f"{appearance} {cw('member')} {person}"
        yield f"{appearance} {cw('role')} {thing('role', 'speaker')}"

    def _phase(self) -> Iterator[str]:
        """A phase of a partnership, and a membership in it."""
        phase = thing("phase", f"{self.number}")
        yield f"{phase} {A} {cw('Phase')}"
        yield f"{phase} {LABEL} {text(f'First phase of {self.name}')}"
        yield f"{self.subject} {cw('hasPhase')} {phase}"
        yield f"{thing('membership', f'{self.number}-0')} {cw('inPhase')} {phase}"

    def _rivals(self) -> Iterator[str]:
        """Two claims that contradict each other, neither of them asserted."""
        one, other = (thing("claim", f"{self.number}-{each}") for each in "ab")
        disagreement = thing("disagreement", f"{self.number}")
        for claim, rival, year in ((one, other, "2015"), (other, one, "2016")):
            yield f"{claim} {A} {cw('Claim')}"
            yield f"{claim} {LABEL} {text(f'{self.name} began in {year}')}"
            yield f"{claim} {cw('claimStatus')} {thing('claim-status', 'contested')}"
            yield f"{claim} {SUBJECT} {self.subject}"
            yield f"{claim} {PREDICATE} {cw('startDate')}"
            yield f"{claim} {OBJECT} {typed(year, 'gYear')}"
            yield f"{claim} {cw('contradicts')} {rival}"
            yield f"{disagreement} {cw('hasClaim')} {claim}"
        yield f"{disagreement} {A} {cw('Disagreement')}"
        yield f"{disagreement} {LABEL} {text(f'When {self.name} began')}"
        yield f"{disagreement} {cw('disagreementKind')} {thing('disagreement-kind', 'date')}"
        yield f"{disagreement} {cw('editorialNote')} {text('The dossier gives two years.')}"

    def _mentoring(self) -> Iterator[str]:
        """One city mentors another."""
        one = thing("mentoring", f"{self.number}")
        yield f"{one} {A} {cw('Mentoring')}"
        yield f"{one} {LABEL} {text(f'Mentoring within {self.name}')}"
        yield f"{one} {cw('mentor')} {self.cities[0].municipality}"
        yield f"{one} {cw('mentee')} {self.cities[1].municipality}"
        yield f"{one} {cw('mentoringWithin')} {self.subject}"

    def _surroundings(self) -> Iterator[str]:
        """A district of the first city, another name of the collaboration, and a range."""
        city = self.cities[0]
        district = thing("district", f"{self.number}")
        alias, amount = thing("alias", f"{self.number}"), thing("quantity", f"range-{self.number}")
        yield f"{district} {A} {cw('District')}"
        yield f"{district} {LABEL} {text(f'District {self.number} of {city.name}')}"
        yield f"{district} {cw('country')} {city.country}"
        yield f"{district} {cw('within')} {city.iri}"
        yield f"{self.subject} {cw('alias')} {alias}"
        yield f"{alias} {A} {cw('Alias')}"
        yield f"{alias} {LABEL} {text(f'Brand of dossier {self.number}')}"
        yield f"{alias} {cw('aliasKind')} {thing('alias-kind', 'brand')}"
        yield f"{alias} {cw('literalForm')} {text(f'The {self.number}')}"
        yield f"{amount} {A} {cw('Quantity')}"
        yield f"{amount} {LABEL} {text(f'People reached by dossier {self.number}')}"
        yield f"{amount} {cw('aboutSubject')} {self.subject}"
        yield f"{amount} {cw('measure')} {text('people reached')}"
        yield f"{amount} {cw('unit')} {thing('unit', 'persons')}"
        yield f"{amount} {cw('value')} {typed('100', 'integer')}"
        yield f"{amount} {cw('upperValue')} {typed('250', 'integer')}"
