"""The templates of queries in `templates/`, and texts made from them with ever new constants."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random

from bench.dossiers import DAYS, FIRST_DAY, ROLES, STATUSES
from bench.generator import Data, countries
from bench.terms import thing, typed
from bench.words import THEMES, stem

FOLDER = Path(__file__).resolve().parent / "templates"
_PLACE = re.compile(r"\?_(\w+)")
_SUMMARY = "#+ summary: "


@dataclass(frozen=True, slots=True)
class Template:
    """A query with places for constants, `?_city` for a city and so on."""

    name: str
    summary: str
    body: str

    def text(self, random: Random, data: Data) -> str:
        """The query with constants of that graph in all its places."""
        values = Constants(random, data)
        return _PLACE.sub(lambda place: values(place[1]), self.body)

    def texts(self, random: Random, data: Data) -> Iterator[str]:
        """Queries without end, no two alike, so that no cache of texts knows them.

        Where the constants are used up, a comment makes a text another one.
        """
        used: set[str] = set()
        while True:
            text = self.text(random, data)
            if text in used:
                text = f"{text}# {len(used)}\n"
            used.add(text)
            yield text


class Constants:
    """The constants of one text; a name that comes again in it keeps its value."""

    def __init__(self, random: Random, data: Data) -> None:
        self._random, self._data = random, data
        self._values: dict[str, str] = {}
        self._day = FIRST_DAY + timedelta(days=random.randrange(DAYS - 90))

    def __call__(self, name: str) -> str:
        """The value for a place. Raises `KeyError` for a name that none has."""
        if name not in self._values:
            self._values[name] = self._value(name)
        return self._values[name]

    def _value(self, name: str) -> str:
        random = self._random
        fixed = {"country": countries(), "role": ROLES, "status": STATUSES}
        numbers = {"limit": (10, 300), "few": (2, 15), "many": (1, 1500)}
        if name in fixed:
            return random.choice(fixed[name])
        if name in numbers:
            return str(random.randint(*numbers[name]))
        if name == "theme":
            return thing("theme", random.choice(THEMES))
        if name == "text":
            return f'"{stem(random)}"'
        if name == "day":
            return typed(self._day.isoformat(), "date")
        if name == "later":
            later = self._day + timedelta(days=random.randint(20, 80))
            return typed(later.isoformat(), "date")
        return random.choice(self._data.constants["member" if name == "other" else name])


def templates(folder: Path = FOLDER) -> tuple[Template, ...]:
    """All templates, by name."""
    return tuple(read(path) for path in sorted(folder.glob("*.rq")))


def read(path: Path) -> Template:
    """The template in a file; its first line is its summary."""
    first, _, body = path.read_text(encoding="utf-8").partition("\n")
    return Template(path.stem, first.removeprefix(_SUMMARY), body)
