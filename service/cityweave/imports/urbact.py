"""URBACT: lists of good practices (CSV, XLSX).

URBACT shows its good practices as pages (https://urbact.eu/good-practices) and publishes no
table with a fixed header, so that several spellings of each are accepted: those on its pages,
and those of lists that people have made of them. Texts are not taken over: they are the
city's and URBACT's, while titles, names and addresses are facts.
"""

from __future__ import annotations

from cityweave.imports.declaration import Column, Dataset, Layout, PracticeRules, Source

URBACT = Source(
    name="urbact",
    summary="a list of URBACT good practices with their cities (CSV, XLSX)",
    dataset=Dataset(
        title="URBACT good practices",
        publisher="URBACT",
        homepage="https://urbact.eu/good-practices",
        licence="",
        terms="Titles, cities and addresses only: facts that can be checked on URBACT's pages.",
    ),
    layouts=(
        Layout(
            name="good practices",
            columns=(
                Column("title", ("Good practice", "Title", "Practice", "Name of the practice",
                                 "Good practice title", "Name"), "rdfs:label"),
                Column("city", ("City", "City name", "Municipality", "Town"), "cw:activeIn"),
                Column("country", ("Country", "Country code", "CountryCode")),
                Column("theme", ("Theme", "Themes", "Topic", "Topics", "Keywords"), "cw:theme"),
                Column("website", ("Link", "URL", "Website", "Page", "Address"), "cw:website"),
            ),
            needed=("title", "city"),
            withheld=("Contact", "Contact person", "Contact name", "E-mail", "Email"),
        ),
    ),
    rules=PracticeRules(programme="URBACT"),
    suffixes=(".csv", ".xlsx", ".zip"),
)  # fmt: skip
