"""What a description says in words, in each language of the pages."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

Words = Mapping[str, str]

TITLE: Words = MappingProxyType(
    {
        "en": "Cityweave: how European cities work together",
        "es": "Cityweave: cómo colaboran las ciudades europeas",
        "fr": "Cityweave : comment les villes européennes coopèrent",
        "nl": "Cityweave: hoe Europese steden samenwerken",
    }
)
VERSION: Words = MappingProxyType(
    {"en": "Version", "es": "Versión", "fr": "Version", "nl": "Versie"}
)
DESCRIPTION: Words = MappingProxyType(
    {
        "en": "A knowledge graph of cities, partnerships, networks, actions and funds, and of the "
        "organisations, events, projects and policies around them. Every statement leads to the "
        "lines of the source that it rests on.",
        "es": "Un grafo de conocimiento de ciudades, asociaciones, redes, acciones y fondos, y de "
        "las organizaciones, eventos, proyectos y políticas que los rodean. Cada afirmación lleva "
        "a las líneas de la fuente en que se basa.",
        "fr": "Un graphe de connaissances des villes, partenariats, réseaux, actions et fonds, et "
        "des organisations, événements, projets et politiques qui les entourent. Chaque "
        "affirmation mène aux lignes de la source sur laquelle elle repose.",
        "nl": "Een kennisgraaf van steden, partnerschappen, netwerken, acties en fondsen, en van "
        "de organisaties, evenementen, projecten en beleid daaromheen. Elke bewering leidt naar "
        "de regels van de bron waarop zij berust.",
    }
)
PROVENANCE: Words = MappingProxyType(
    {
        "en": "What a source states stands in a named graph that is the passage of that source; "
        "what editors or rules add stands in graphs of its own.",
        "es": "Lo que afirma una fuente está en un grafo con nombre que es el pasaje de esa "
        "fuente; lo que añaden editores o reglas está en grafos propios.",
        "fr": "Ce qu'une source affirme se trouve dans un graphe nommé qui est le passage de cette "
        "source ; ce qu'ajoutent des rédacteurs ou des règles se trouve dans des graphes à part.",
        "nl": "Wat een bron beweert, staat in een benoemde graaf die de passage van die bron is; "
        "wat redacteuren of regels toevoegen, staat in eigen grafen.",
    }
)
SERVICE: Words = MappingProxyType(
    {
        "en": "SPARQL endpoint of Cityweave",
        "es": "Punto de acceso SPARQL de Cityweave",
        "fr": "Point d'accès SPARQL de Cityweave",
        "nl": "SPARQL-eindpunt van Cityweave",
    }
)
SERVICE_ABOUT: Words = MappingProxyType(
    {
        "en": "Answers SPARQL 1.1 queries over the merge of all named graphs, or over the graphs "
        "that a query names.",
        "es": "Responde a consultas SPARQL 1.1 sobre la fusión de todos los grafos con nombre, o "
        "sobre los grafos que la consulta nombra.",
        "fr": "Répond aux requêtes SPARQL 1.1 sur la fusion de tous les graphes nommés, ou sur "
        "les graphes que la requête nomme.",
        "nl": "Beantwoordt SPARQL 1.1-vragen over de samenvoeging van alle benoemde grafen, of "
        "over de grafen die een vraag noemt.",
    }
)
KEYWORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "en": ("cities", "partnerships", "networks", "urban policy", "European Union"),
        "es": ("ciudades", "asociaciones", "redes", "política urbana", "Unión Europea"),
        "fr": ("villes", "partenariats", "réseaux", "politique urbaine", "Union européenne"),
        "nl": ("steden", "partnerschappen", "netwerken", "stedelijk beleid", "Europese Unie"),
    }
)
THEMES: Mapping[str, Words] = MappingProxyType(
    {
        "REGI": {
            "en": "Regions and cities",
            "es": "Regiones y ciudades",
            "fr": "Régions et villes",
            "nl": "Regio's en steden",
        },
        "SOCI": {
            "en": "Population and society",
            "es": "Población y sociedad",
            "fr": "Population et société",
            "nl": "Bevolking en samenleving",
        },
        "GOVE": {
            "en": "Government and public sector",
            "es": "Gobierno y sector público",
            "fr": "Gouvernement et secteur public",
            "nl": "Overheid en publieke sector",
        },
    }
)
"""Themes of data by their code in the EU's list, the first the most fitting."""

LANGUAGES: Mapping[str, str] = MappingProxyType(
    dict(
        pair.split(":")
        for pair in """bg:BUL ca:CAT cs:CES cy:CYM da:DAN de:DEU el:ELL en:ENG es:SPA et:EST eu:EUS
        fi:FIN fr:FRA ga:GLE gl:GLG hr:HRV hu:HUN is:ISL it:ITA lb:LTZ lt:LIT lv:LAV mk:MKD mt:MLT
        nb:NOB nl:NLD nn:NNO no:NOR pl:POL pt:POR ro:RON ru:RUS sk:SLK sl:SLV sq:SQI sr:SRP sv:SWE
        tr:TUR uk:UKR""".split()
    )
)
"""Codes of languages in the EU's list, by their tags (BCP 47)."""
