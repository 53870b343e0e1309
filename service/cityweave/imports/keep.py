"""keep.eu: the export of a search, with a sheet of projects and one of partners (XLSX, CSV).

The names of the columns are those that a public reader of the workbook joins it by (`Programme`,
`Project acronym`, `Project ID (2021-2027 only)`, `Organisation in English`, `Lead partner`,
`Country code`, …), beside the descriptions of the fields at
https://keep.eu/faq/data-what-kind-of-data-is-available-in-keep/ and the words on the pages of
projects (`Project start date`, `Total EU funding (amount)`, `Organisation type`, …), which a
second public reader looks for. None of them is guaranteed by a specification. Terms: who
reuses the data names keep.eu, links to it and says what was changed
(https://www.keep.eu/keep/about-keep).

Persons and their addresses (contact person, e-mail, telephone) are never read.
"""

from __future__ import annotations

from types import MappingProxyType

from cityweave.imports.declaration import Column, Dataset, Layout, ProjectRules, Source

_PROJECT = (
    Column("programme", ("Programme", "Programme name"), "cw:partOfProgramme"),
    Column("project", ("Project ID (2021-2027 only)", "Project ID"), "dcterms:identifier"),
    Column("acronym", ("Project acronym", "Acronym"), "skos:altLabel"),
)

KEEP = Source(
    name="keep",
    summary="projects and partners exported from keep.eu (XLSX, CSV)",
    dataset=Dataset(
        title="keep.eu",
        publisher="Interact",
        homepage="https://keep.eu/",
        licence="https://www.keep.eu/keep/about-keep",
        terms="Terms of keep.eu: name it, link to it, and say what was changed.",
    ),
    layouts=(
        Layout(
            name="projects",
            columns=(
                *_PROJECT,
                Column("title", ("Project name in English", "Project name", "Project title",
                                 "Name"), "rdfs:label"),
                Column("title2", ("Project name in language 2", "Project name (original language)"),
                       "rdfs:label"),
                Column("start", ("Project start", "Project start date", "Start date"),
                       "cw:launchDate"),
                Column("end", ("Project end", "Project end date", "End date"), "cw:when"),
                Column("total", ("Project's total budget / expenditure", "Total budget",
                                 "Total budget/expenditure", "Project total budget"), "cw:value"),
                Column("eu", ("Project's EU funding", "EU funding", "Total EU funding",
                              "Total EU funding (amount)", "ERDF budget"), "cw:value"),
                Column("website", ("Website", "Project website"), "cw:website"),
                Column("modified", ("Date of latest update", "Date of last update", "Last update"),
                       "dcterms:modified"),
            ),
            needed=("acronym", "title"),
            withheld=("Contact person", "E-mail", "Email", "Telephone"),
        ),
        Layout(
            name="partners",
            columns=(
                *_PROJECT,
                Column("name", ("Organisation in English", "Partner name", "Partner",
                                "Organisation"), "rdfs:label"),
                Column("name2", ("Organisation in language 2",
                                 "Organisation in original language"), "rdfs:label"),
                Column("organisation", ("Participant Identification Code",
                                        "PIC (Participant Identification Code)", "PIC"),
                       "dcterms:identifier"),
                Column("type", ("Type of Organisation", "Organisation type", "Type of partner"),
                       "cw:organisationType"),
                Column("role", ("Lead partner", "Lead Partner (yes/no)", "Role"), "cw:role"),
                Column("city", ("Town", "City"), "cw:basedIn"),
                Column("country", ("Country code", "Country"), "cw:basedIn"),
            ),
            needed=("acronym", "name", "role"),
            withheld=("Contact person", "Legal representative", "E-mail", "Email", "Telephone",
                      "Phone"),
        ),
    ),
    rules=ProjectRules(
        key=r"(.+)",
        prefix="keep",
        slug=("acronym", "project", "programme"),
        titles=(("title", "en"), ("title2", "und"), ("acronym", "und")),
        names=(("name", "en"), ("name2", "und")),
        roles=MappingProxyType(
            {
                "yes": "project-lead",
                "lead partner": "project-lead",
                "no": "project-partner",
                "project partner": "project-partner",
                "partner": "project-partner",
            }
        ),
        types=MappingProxyType(
            {
                "local public authority": "local-authority",
                "regional public authority": "regional-authority",
                "national public authority": "public-body",
                "higher education and research organisations": "education-institution",
                "education/training centre and school": "education-institution",
                "sme": "company",
                "enterprise, except sme": "company",
                "business support organisation": "business-association",
                "interest groups including ngos": "ngo",
            }
        ),
        figures=MappingProxyType(
            {"total": "total budget", "eu": "contribution of the European Union"}
        ),
    ),
    suffixes=(".xlsx", ".csv", ".zip"),
)  # fmt: skip
