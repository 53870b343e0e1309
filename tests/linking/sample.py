"""Things to link and a gazetteer in GeoNames' columns: namesakes, exonyms, parts, provinces."""

from __future__ import annotations

from pyoxigraph import Quad, RdfFormat, Store, parse

from cityweave.vocabulary import PREFIXES

PREFIXED = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
ID = PREFIXES["city"].removesuffix("city/")

THINGS = """
cw:PublicAuthority rdfs:subClassOf cw:Organisation .
country:be a cw:Country ; rdfs:label "Belgium"@en ; cw:countryCode "BE" .
country:de a cw:Country ; rdfs:label "Germany"@en ; cw:countryCode "DE" .
country:es a cw:Country ; rdfs:label "Spain"@en ; cw:countryCode "ES" .
country:gb a cw:Country ; rdfs:label "United Kingdom"@en ; cw:countryCode "GB" .
country:hu a cw:Country ; rdfs:label "Hungary"@en ; cw:countryCode "HU" .

city:antwerp-be a cw:Municipality ; rdfs:label "Antwerp"@en ; cw:country country:be .
city:ghent-be a cw:Municipality ; rdfs:label "Ghent"@en ; cw:country country:be .
city:halle-be a cw:Municipality ; rdfs:label "Halle"@en ; cw:country country:be .
city:lier-be a cw:Municipality ; rdfs:label "Lier"@en ; cw:country country:be .
city:mechelen-be a cw:Municipality ; rdfs:label "Mechelen"@en ; cw:country country:be .
city:plasencia-es a cw:Municipality ; rdfs:label "Plasencia"@en ; cw:country country:es .
city:murcia-es a cw:Municipality ; rdfs:label "Murcia"@en ; cw:country country:es .
city:london-gb a cw:Municipality ; rdfs:label "London"@en ; cw:country country:gb ;
  cw:alias alias:london-gb-londen .
alias:london-gb-londen a cw:Alias ; cw:literalForm "Londen" .
city:nowhere a cw:Municipality ; rdfs:label "Leer"@en .
city:vilvorde-be a cw:Municipality ; rdfs:label "Vilvorde"@en ; cw:country country:be .
district:ujbuda-hu a cw:District ; rdfs:label "Újbuda"@en ; cw:within city:budapest-hu .
city:budapest-hu a cw:Municipality ; rdfs:label "Budapest"@en ; cw:country country:hu .
region:murcia-es a cw:Region ; rdfs:label "Murcia"@en ; cw:country country:es .
organisation:municipality-of-ghent-be a cw:PublicAuthority ; rdfs:label "Ghent"@en ;
  cw:administers city:ghent-be .
"""

RIGHT = {
    "city/antwerp-be": "2803138",
    "city/budapest-hu": "3054643",
    "city/ghent-be": "2797656",
    "city/lier-be": "2792397",
    "city/london-gb": "2643743",
    "city/murcia-es": "2513416",
    "city/plasencia-es": "3113331",
    "country/be": "2802361",
    "country/es": "2510769",
    "district/ujbuda-hu": "7284824",
    "region/murcia-es": "2513413",
}
"""What has to be proposed: nothing else, and nothing less."""

_ROWS = (
    # id, name, other names, latitude, longitude, feature, country, population
    ("2802361", "Belgium", "België", 50.75, 4.5, "A.PCLI", "BE", 11422068),
    ("2510769", "Spain", "España", 40, -4, "A.PCLI", "ES", 46723749),
    ("2803138", "Antwerp", "Antwerpen,Anvers", 51.22047, 4.40026, "P.PPLA2", "BE", 529247),
    ("2803136", "Antwerp", "Provincie Antwerpen", 51.16667, 4.75, "A.ADM2", "BE", 1857986),
    ("2797656", "Gent", "GNE,Gand,Ghent", 51.05, 3.71667, "P.PPLA2", "BE", 265086),
    ("2797657", "Gent", "Ghent", 51.08, 3.75, "A.ADM4", "BE", 265086),
    ("4119403", "Ghent", "", 38.31, -82.1, "P.PPL", "US", 457),
    ("2796696", "Halle", "Hal", 50.73385, 4.23454, "P.PPL", "BE", 34479),
    ("2796695", "Halle", "", 51.23, 4.65, "P.PPL", "BE", 7200),
    ("2911522", "Halle (Saale)", "Halle", 51.48158, 11.97947, "P.PPLA3", "DE", 233552),
    ("2792397", "Lier", "Lierre", 51.13128, 4.57041, "P.PPL", "BE", 33930),
    ("2881485", "Leer", "Lier", 53.23157, 7.461, "P.PPLA3", "DE", 34042),
    ("2791534", "Mechelen-aan-de-Maas", "Mechelen", 50.96, 5.66, "P.PPL", "BE", 15374),
    ("3113331", "Plasencia", "", 40.03116, -6.08845, "P.PPLA3", "ES", 40141),
    ("3113329", "Plasencia de Jalón", "Plasencia", 41.67, -1.23, "P.PPLA3", "ES", 366),
    ("3171058", "Piacenza", "Plasencia", 45.05242, 9.69342, "P.PPLA2", "IT", 93843),
    ("2513416", "Murcia", "", 37.98704, -1.13004, "P.PPLA", "ES", 471982),
    ("2513413", "Murcia", "Región de Murcia", 38, -1.83333, "A.ADM1", "ES", 1518279),
    ("2643743", "London", "Londen,LON", 51.50853, -0.12574, "P.PPLC", "GB", 8961989),
    ("2643741", "City of London", "London", 51.51279, -0.09184, "P.PPLA3", "GB", 8072),
    ("3054643", "Budapest", "", 47.49835, 19.04045, "P.PPLC", "HU", 1741041),
    ("7284824", "Budapest XI. kerület", "Újbuda", 47.476, 19.036, "P.PPLX", "HU", 139049),
    ("1", "Budapest", "", 47.5, 19.05, "P.PPLX", "HU", 500),
    ("2784604", "Vilvoorde", "", 50.92814, 4.42938, "P.PPL", "BE", 36955),
)


def row(
    identifier: str,
    name: str,
    others: str,
    latitude: float,
    longitude: float,
    feature: str,
    country: str,
    population: int,
) -> str:
    """A line of a dump, with the columns of which nothing is read left empty."""
    kind, _, code = feature.partition(".")
    cells = [
        identifier, name, name, others, str(latitude), str(longitude), kind, code, country,
        "", "", "", "", "", str(population), "", "", "", "2026-01-01",
    ]  # fmt: skip
    return "\t".join(cells) + "\n"


DUMP = "".join(row(*one) for one in _ROWS)


GHENT_BY_NAME = (
    PREFIXED + 'city:gent-be a cw:Municipality ; rdfs:label "Ghent"@en ; cw:country country:be .\n'
)
"""A city in a file of its own; the graph knows the country."""


def graph_of(*texts: str) -> Store:
    """A store with these statements, whose prefixes are those of the project."""
    store = Store()
    for text in texts:
        store.extend(
            Quad(quad.subject, quad.predicate, quad.object)
            for quad in parse((PREFIXED + text).encode(), format=RdfFormat.TURTLE)
        )
    return store
