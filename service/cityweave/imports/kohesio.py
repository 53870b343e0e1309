"""Kohesio: lists of projects of cohesion policy (CSV, XLSX), and RDF of the EU Knowledge Graph.

The first name of each column is that which several public readers of the export declare, one row
a project with its beneficiary (https://kohesio.ec.europa.eu/en/data; columns such as
`Operation_Unique_Identifier`, `Operation_Name_English`, `Project_EU_Budget`, `Beneficiary_Name`);
older exports lack `Beneficiary_Name`, and `LAU_Labels` and `CountryCode` are not in all. Days
are written 31/12/2023 or 2023-12-31. The properties of the RDF are those that the platform's own
queries use (https://github.com/ec-doris/kohesio-backend):
P35 instance of, P20 start, P33 and P838 end, P474 budget, P835 EU budget, P889 beneficiary,
P32 country with code P173. Reuse: Commission Decision 2011/833/EU, CC BY 4.0.

A beneficiary can be a person, and the export does not say which ones are. So none is
made: only organisations that the graph has already are said to take part.
"""

from __future__ import annotations

from types import MappingProxyType

from cityweave.imports.declaration import Column, Dataset, Layout, ProjectRules, Source

KOHESIO = Source(
    name="kohesio",
    summary="a list of projects from Kohesio (CSV, XLSX), or RDF of the EU Knowledge Graph",
    dataset=Dataset(
        title="Kohesio",
        publisher="European Commission, Directorate-General for Regional and Urban Policy",
        homepage="https://kohesio.ec.europa.eu/",
        licence="https://creativecommons.org/licenses/by/4.0/",
        terms="Reuse by Commission Decision 2011/833/EU (CC BY 4.0): name the source.",
    ),
    layouts=(
        Layout(
            name="projects",
            columns=(
                Column("project", ("Operation_Unique_Identifier", "Operation Unique ID", "Item"),
                       "schema:sameAs", path="."),
                Column("title", ("Operation_Name_English", "Label", "Project name"),
                       "rdfs:label", path="rdfs:label@en"),
                Column("title2", ("Operation_Name_Programme_Language",), "rdfs:label",
                       path="rdfs:label"),
                Column("start", ("Operation_Start_Date", "Start date", "StartTime"),
                       "cw:launchDate", path="eukg:P20"),
                Column("end", ("Operation_End_Date", "End date", "EndTime"), "cw:when",
                       path="eukg:P33|eukg:P838"),
                Column("total", ("Total_Eligible_Expenditure_amount", "Total budget"),
                       "cw:value", path="eukg:P474"),
                Column("currency", ("Total_Eligible_Expenditure_Currency",)),
                Column("eu", ("Project_EU_Budget", "EU budget", "EuBudget"), "cw:value",
                       path="eukg:P835"),
                Column("fund", ("Fund_Name", "Fund"), "cw:fromFund",
                       path="eukg:P1584/rdfs:label@en|eukg:P1584/eukg:P1583"),
                Column("programme", ("Programme_Name", "Programme"), "cw:partOfProgramme",
                       path="eukg:P1368/rdfs:label@en"),
                Column("place", ("LAU_Labels", "LAU_Label"), "cw:activeIn"),
                Column("country", ("CountryCode", "Country_Code", "Country"), "cw:activeIn",
                       path="eukg:P32/eukg:P173|eukg:P32/rdfs:label@en"),
                Column("organisation", ("Beneficiary_Unique_Identifier", "Beneficiary ID"),
                       path="eukg:P889"),
                Column("name", ("Beneficiary_Name", "Beneficiary", "Beneficiary_Label"),
                       "cw:member", path="eukg:P889/rdfs:label@en|eukg:P889/rdfs:label"),
            ),
            needed=("project", "title"),
            nodes=(("eukg:P35", "eukgi:Q9934"),),
        ),
    ),
    rules=ProjectRules(
        key=r"(?:<?https?://linkedopendata\.eu/(?:entity|wiki/Item:)/?|.*/projects/)?(Q[1-9][0-9]*)>?",
        prefix="kohesio",
        slug=("project",),
        links=("https://linkedopendata.eu/entity/{}",),
        titles=(("title", "en"), ("title2", "und")),
        names=(("name", "und"),),
        role="project-lead",
        figures=MappingProxyType(
            {"total": "total eligible expenditure", "eu": "contribution of the European Union"}
        ),
    ),
    suffixes=(".csv", ".xlsx", ".zip", ".ttl", ".rdf", ".nt", ".nq", ".jsonld"),
)  # fmt: skip
