"""CORDIS: project.csv and organization.csv of a framework programme, and RDF in EURIO.

Both files are separated by semicolons; they lie together in the archive that CORDIS offers for
each programme (https://data.europa.eu/data/datasets/cordis-eu-research-projects-under-horizon-europe-2021-2027).
Their headers are those that public readers of the archive declare: `id`, `acronym`, `title`, …
and `projectID`, `organisationID`, `activityType`, `role`, …. Amounts have a comma or a point before
decimals. The RDF is in EURIO (https://op.europa.eu/en/web/eu-vocabularies/eurio), its properties
as in the queries of https://cordis.europa.eu/about/sparql. Reuse: Commission Decision
2011/833/EU, CC BY 4.0.

Persons (`contactForm`, and `eurio:Person` in RDF) are never read.
"""

from __future__ import annotations

from types import MappingProxyType

from cityweave.imports.declaration import Column, Dataset, Layout, ProjectRules, Source

CORDIS = Source(
    name="cordis",
    summary="project.csv and organization.csv of CORDIS (or their .zip), or RDF in EURIO",
    dataset=Dataset(
        title="CORDIS",
        publisher="Publications Office of the European Union",
        homepage="https://cordis.europa.eu/",
        licence="https://creativecommons.org/licenses/by/4.0/",
        terms="Reuse by Commission Decision 2011/833/EU (CC BY 4.0): name the source.",
    ),
    layouts=(
        Layout(
            name="projects",
            columns=(
                Column("project", ("id", "projectID"), "schema:sameAs", path="eurio:identifier"),
                Column("acronym", ("acronym",), "skos:altLabel",
                       path="eurio:hasAcronym/eurio:shortForm|^eurio:isAcronymOf/eurio:shortForm|"
                            "eurio:acronym|eurio:hasAcronym/rdfs:label"),
                Column("title", ("title",), "rdfs:label", path="eurio:title"),
                Column("start", ("startDate",), "cw:launchDate", path="eurio:startDate"),
                Column("end", ("endDate",), "cw:when", path="eurio:endDate"),
                Column("total", ("totalCost",), "cw:value", path="eurio:hasTotalCost/eurio:value"),
                Column("eu", ("ecMaxContribution",), "cw:value",
                       path="eurio:isFundedBy/eurio:hasFundingAmount/eurio:value"),
                Column("programme", ("frameworkProgramme",), "cw:partOfProgramme"),
                Column("modified", ("contentUpdateDate",), "dcterms:modified"),
            ),
            needed=("project", "acronym", "title"),
            nodes=(("rdf:type", "eurio:Project"),),
        ),
        Layout(
            name="organisations",
            columns=(
                Column("project", ("projectID",),
                       path="^eurio:hasInvolvedParty/eurio:identifier|"
                            "eurio:isInvolvedIn/eurio:identifier"),
                Column("acronym", ("projectAcronym",)),
                Column("organisation", ("organisationID", "organizationID"), "dcterms:identifier"),
                Column("name", ("name",), "rdfs:label", path="eurio:isRoleOf/eurio:legalName"),
                Column("type", ("activityType",), "cw:organisationType",
                       path="eurio:isRoleOf/rdf:type"),
                Column("city", ("city",), "cw:basedIn",
                       path="eurio:isRoleOf/eurio:hasSite/eurio:hasAddress/eurio:addressLocality"),
                Column("country", ("country",), "cw:basedIn",
                       path="eurio:isRoleOf/eurio:hasSite/eurio:hasAddress/eurio:addressCountry|"
                            "eurio:isRoleOf/eurio:hasSite/eurio:hasGeographicalLocation/eurio:name"),
                Column("role", ("role",), "cw:role", path="eurio:roleLabel"),
                Column("modified", ("contentUpdateDate",), "dcterms:modified"),
            ),
            needed=("project", "name", "role"),
            nodes=(("rdf:type", "eurio:OrganisationRole"),),
            withheld=("contactForm",),
        ),
    ),
    rules=ProjectRules(
        key=r"([1-9][0-9]{3,9})",
        prefix="cordis",
        slug=("project",),
        links=("https://cordis.europa.eu/project/id/{}",),
        titles=(("title", "en"),),
        names=(("name", "und"),),
        roles=MappingProxyType(
            {
                "coordinator": "project-lead",
                "participant": "project-partner",
                "partner": "project-partner",
                "beneficiary": "project-partner",
                "internationalpartner": "project-partner",
                "associatedpartner": "participant",
                "thirdparty": "participant",
            }
        ),
        types=MappingProxyType(
            {
                "hes": "education-institution",
                "rec": "research-institute",
                "prc": "company",
                "pub": "public-body",
                "higherorsecondaryeducation": "education-institution",
                "researchorganisation": "research-institute",
                "forprofitorganisation": "company",
                "sme": "company",
                "publicbody": "public-body",
            }
        ),
        figures=MappingProxyType(
            {"total": "total cost", "eu": "contribution of the European Union"}
        ),
    ),
    suffixes=(".csv", ".xlsx", ".zip", ".ttl", ".rdf", ".nt", ".nq", ".jsonld"),
)  # fmt: skip
