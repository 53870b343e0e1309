"""Names of made-up cities, organisations and projects, the same for the same random numbers."""

from __future__ import annotations

import unicodedata
from random import Random

_STARTS = (
    "Al Ba Bre Ca Dor El Fre Gro Ha Ka Lu Mar Neu No Ol Pe Ro Sa Tri Ul Va Wes Zu Ö Šu".split()
)
_MIDDLES = "ber da den fel gen ha kel la len ma mi na nel ra ren ro sel ta ter vi".split()
_ENDS = (
    "berg borg burg by dam dorf feld furt ham haven ia ica land mond na nitz polis stad ów és"
).split()

COUNTRIES = {
    "at": "Austria",
    "be": "Belgium",
    "bg": "Bulgaria",
    "cy": "Cyprus",
    "cz": "Czechia",
    "de": "Germany",
    "dk": "Denmark",
    "ee": "Estonia",
    "es": "Spain",
    "fi": "Finland",
    "fr": "France",
    "gr": "Greece",
    "hr": "Croatia",
    "hu": "Hungary",
    "ie": "Ireland",
    "it": "Italy",
    "lt": "Lithuania",
    "lu": "Luxembourg",
    "lv": "Latvia",
    "mt": "Malta",
    "nl": "Netherlands",
    "pl": "Poland",
    "pt": "Portugal",
    "ro": "Romania",
    "se": "Sweden",
    "si": "Slovenia",
    "sk": "Slovakia",
}
THEMES = (
    "air-quality circular-economy climate-adaptation culture digital-transition education "
    "energy equality food greening health housing inclusion integration jobs land-use mobility "
    "participation poverty procurement public-space resilience safety social-economy sport "
    "tourism waste water youth"
).split()
LANGUAGES = ("de", "es", "fr", "nl")
_QUALITIES = (
    "Active Clean Common Digital Fair Green Inclusive Local Open Resilient Safe Shared".split()
)
_GOODS = (
    "Cities Districts Economies Futures Homes Neighbourhoods Places Routes Schools Streets".split()
)
_VERBS = "exchange plan pilot map measure open renew share test train".split()


def place(random: Random) -> str:
    """A name that could be a city's."""
    middles = "".join(random.choices(_MIDDLES, k=random.choice((1, 1, 2))))
    return random.choice(_STARTS) + middles + random.choice(_ENDS)


def collaboration(random: Random) -> str:
    """A name that could be a network's or a project's."""
    return f"{random.choice(_QUALITIES)} {random.choice(_GOODS)} of {place(random)}"


def sentence(random: Random, theme: str) -> str:
    """What a collaboration is about, in a sentence."""
    first, second = random.sample(_VERBS, 2)
    about = theme.replace("-", " ")
    where = f"{random.choice(_GOODS).lower()} of {place(random)}"
    return f"The partners {first} and {second} what they know of {about} in {where}."


def stem(random: Random) -> str:
    """A piece of a name, in small letters, for searches."""
    return random.choice(_STARTS).lower() + random.choice(_MIDDLES)


def slug(name: str) -> str:
    """The name as the end of an IRI."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return plain.lower().replace(" ", "-")
