"""Dossiers: what one document says about one collaboration, passage by passage."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from bench.detail import Detail
from bench.output import Output
from bench.particulars import Particulars
from bench.places import EDITORIAL, City, Places
from bench.terms import LABEL, A, cw, text, thing, typed
from bench.words import LANGUAGES, THEMES, collaboration, sentence, slug
from cityweave.vocabulary import GRAPH, SOURCE

PASSAGES, TIMESPANS, LABELS = (f"<{GRAPH}{name}>" for name in ("passages", "timespans", "labels"))
FIRST_DAY, DAYS = date(2010, 1, 1), 6500
MEMBERS_PER_PASSAGE = 4
FUNDS = tuple(thing("fund", f"fund-{number}") for number in range(24))
ROLES = tuple(thing("role", name) for name in ("member", "observer", "expert", "associate"))
STATUSES = tuple(thing("lifecycle-status", name) for name in ("planned", "ongoing", "completed"))


@dataclass(slots=True)
class Dossiers:
    """Writes dossiers one after the other and remembers what they are about."""

    output: Output
    random: Random
    places: Places
    detail: Detail
    collaborations: list[str] = field(default_factory=list)
    members: list[City] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    _spans: set[str] = field(default_factory=set)
    _document: str = ""
    _line: int = 0

    def write(self) -> None:
        """Write the next dossier: some hundred triples in a dozen graphs."""
        number, random = len(self.collaborations), self.random
        self._document, self._line = f"{SOURCE}dossier-{number}", 0
        kind = random.choices(("network", "project", "partnership"), (5, 3, 2))[0]
        name = collaboration(random)
        subject = thing(kind, f"{slug(name)}-{number}")
        themes = random.sample(THEMES, random.choice((1, 2, 2, 3)))
        facts = [
            f"{subject} {A} {cw(kind.capitalize())}",
            f"{subject} {LABEL} {text(name)}",
            f"{subject} {cw('lifecycleStatus')} {random.choice(STATUSES)}",
        ]
        facts += [f"{subject} {cw('theme')} {thing('theme', theme)}" for theme in themes]
        if random.random() < 0.4:
            translated = text(name + " (*)", random.choice(LANGUAGES))
            facts.append(f"{subject} {LABEL} {translated}")
        self.output.add(EDITORIAL, facts)
        self._passage([f"{subject} {cw('summary')} {text(sentence(random, themes[0]))}"])
        cities = self.places.some(random, 3 + int(3 / (random.random() + 0.06)))
        self._members(subject, number, name, cities)
        self._actions(subject, number, cities)
        self._events(subject, number, cities)
        if kind != "partnership" or random.random() < 0.3:
            self._funding(subject, number)
        if self.detail.is_full:
            particulars = Particulars(subject, number, kind, name, cities)
            self._passage(particulars.facts())
            self.output.add(EDITORIAL, self._about_document(number))
        self.collaborations.append(subject)
        self.members.extend(cities[:2])

    def _passage(self, fresh: list[str], repeated: list[str] | None = None) -> None:
        """State something in the next lines of the document."""
        first, last = self._line + 1, self._line + self.random.randrange(1, 9)
        self._line = last
        graph = f"<{self._document}#L{first}-{last}>"
        self.output.add(graph, fresh, repeated or ())
        about = [
            f"{graph} {A} {cw('Passage')}",
            f"{graph} {cw('document')} <{self._document}>",
            f"{graph} {cw('firstLine')} {typed(str(first), 'integer')}",
            f"{graph} {cw('lastLine')} {typed(str(last), 'integer')}",
            *self.detail.more(f"{graph} {LABEL} {text(f'Lines {first} to {last}')}"),
        ]
        self.output.add(PASSAGES, about)

    def _about_document(self, number: int) -> list[str]:
        """The document as a thing: it has as many lines as were cited."""
        document = f"<{self._document}>"
        return [
            f"{document} {A} {cw('SourceDocument')}",
            f"{document} {LABEL} {text(f'Dossier {number}')}",
            f'{document} {cw("checksum")} "{number:064x}"',
            f"{document} {cw('lineCount')} {typed(str(self._line), 'integer')}",
        ]

    def _day(self) -> tuple[str, date]:
        """A time span of one day, described when it is new."""
        day = FIRST_DAY + timedelta(days=self.random.randrange(DAYS))
        span = thing("timespan", day.isoformat())
        if span not in self._spans:
            self._spans.add(span)
            value = typed(day.isoformat(), "date")
            facts = [f"{span} {A} {cw('TimeSpan')}", f'{span} {cw("edtf")} "{day.isoformat()}"']
            bounds = ("earliest", "latest", "startDate", "endDate")
            facts += [f"{span} {cw(bound)} {value}" for bound in bounds]
            facts += self.detail.more(f"{span} {LABEL} {text(day.isoformat())}")
            self.output.add(TIMESPANS, facts)
        return span, day

    def _members(self, subject: str, number: int, name: str, cities: list[City]) -> None:
        """Memberships, some of which a second passage states as well."""
        for start in range(0, len(cities), MEMBERS_PER_PASSAGE):
            fresh: list[str] = []
            repeated: list[str] = []
            labels: list[str] = []
            for place, city in enumerate(cities[start : start + MEMBERS_PER_PASSAGE], start):
                one = thing("membership", f"{number}-{place}")
                fresh += [
                    f"{one} {A} {cw('Membership')}",
                    f"{one} {cw('member')} {city.municipality}",
                    f"{one} {cw('involvedIn')} {subject}",
                    f"{one} {cw('role')} {self.random.choice(ROLES)}",
                    f"{subject} {cw('hasMember')} {city.municipality}",
                ]
                labels.append(f"{one} {LABEL} {text(f'{city.name} in {name}')}")
                repeated.append(f"{city.iri} {cw('country')} {city.country}")
            if start == 0:
                fresh.append(f"{subject} {cw('leadPartner')} {cities[0].municipality}")
            self._passage(fresh, repeated)
            self.output.add(LABELS, labels)
            if self.random.random() < 0.25:
                self._passage([], fresh)

    def _actions(self, subject: str, number: int, cities: list[City]) -> None:
        """Actions with who leads them, and their milestones."""
        for place in range(self.random.choice((0, 1, 2, 4))):
            action = thing("action", f"{number}-{place}")
            fresh = [
                f"{action} {A} {cw('Action')}",
                f"{action} {LABEL} {text(f'Action {place} of dossier {number}')}",
                f"{action} {cw('actionOf')} {subject}",
                f"{action} {cw('actionNumber')} {typed(str(place), 'integer')}",
                f"{action} {cw('theme')} {thing('theme', self.random.choice(THEMES))}",
                f"{action} {cw('coLeader')} {self.random.choice(cities).municipality}",
                *self.detail.more(f"{action} {cw('deadline')} {typed('2028-06', 'gYearMonth')}"),
            ]
            for step in range(self.random.choice((0, 0, 1, 2))):
                milestone = thing("milestone", f"{number}-{place}-{step}")
                fresh += [
                    f"{action} {cw('hasMilestone')} {milestone}",
                    f"{milestone} {A} {cw('Milestone')}",
                    f"{milestone} {cw('when')} {self._day()[0]}",
                    *self.detail.more(f"{milestone} {LABEL} {text(f'Step {step} of {number}')}"),
                ]
            self._passage(fresh)

    def _events(self, subject: str, number: int, cities: list[City]) -> None:
        """Events, of which the later ones may be part of the one before."""
        before: str | None = None
        for place in range(self.random.choice((0, 1, 2, 3, 5))):
            event = thing("event", f"{number}-{place}")
            city = self.random.choice(cities)
            fresh = [
                f"{event} {A} {cw('Event')}",
                f"{event} {LABEL} {text(f'Meeting {place} of dossier {number} in {city.name}')}",
                f"{event} {cw('eventOf')} {subject}",
                f"{event} {cw('when')} {self._day()[0]}",
                f"{event} {cw('organiser')} {city.municipality}",
                *self.detail.more(f"{event} {cw('eventType')} {thing('event-type', 'workshop')}"),
            ]
            if before is None:
                fresh.append(f"{event} {cw('takesPlaceIn')} {city.iri}")
            else:
                fresh.append(f"{event} {cw('subEventOf')} {before}")
            self._passage(fresh, [f"{city.iri} {cw('country')} {city.country}"])
            before = event if self.random.random() < 0.7 else None
            self.events.append(event)

    def _funding(self, subject: str, number: int) -> None:
        """Money from funds, in euros."""
        for place, fund in enumerate(self.random.sample(FUNDS, self.random.choice((1, 1, 2)))):
            funding = thing("funding", f"{number}-{place}")
            amount = thing("quantity", f"funding-{number}-{place}")
            euros = typed(str(self.random.randrange(10, 5000) * 1000), "integer")
            fresh = [
                f"{funding} {A} {cw('Funding')}",
                f"{funding} {cw('funds')} {subject}",
                f"{funding} {cw('fromFund')} {fund}",
                f"{funding} {cw('hasQuantity')} {amount}",
                f"{amount} {A} {cw('Quantity')}",
                f"{amount} {cw('unit')} {thing('unit', 'euro')}",
                f"{amount} {cw('value')} {euros}",
                *self.detail.more(
                    f"{funding} {LABEL} {text(f'Funding {place} of dossier {number}')}",
                    f"{amount} {LABEL} {text(f'Amount {place} of dossier {number}')}",
                    f"{amount} {cw('aboutSubject')} {funding}",
                    f"{amount} {cw('measure')} {text('amount granted')}",
                ),
            ]
            self._passage(fresh)
