"""Exports in the forms that each source has, written for the tests: small, with invented projects.

Cities, their numbers at GeoNames and items of Wikidata are real; projects, practices and the
bodies called “Example” are invented, and their numbers are no real ones.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence

import openpyxl

GEONAMES_WIDTH = 19
CORDIS_PROJECT = (
    "id;acronym;status;title;startDate;endDate;totalCost;ecMaxContribution;legalBasis;topics;"
    "ecSignatureDate;frameworkProgramme;masterCall;subCall;fundingScheme;nature;objective;"
    "contentUpdateDate;rcn;grantDoi"
).split(";")
CORDIS_ORGANISATION = (
    "projectID;projectAcronym;organisationID;vatNumber;name;shortName;SME;activityType;street;"
    "postCode;city;country;nutsCode;geolocation;organizationURL;contactForm;contentUpdateDate;rcn;"
    "order;role;ecContribution;netEcContribution;totalCost;endOfParticipation;active"
).split(";")
KOHESIO = (
    "Operation_Unique_Identifier,Operation_Local_Identifier,Operation_Name_English,"
    "Operation_Name_Programme_Language,Country,Postal_Code,Operation_Start_Date,"
    "Operation_End_Date,Cofinancing_Rate,Total_Eligible_Expenditure_amount,"
    "Total_Eligible_Expenditure_Currency,Project_EU_Budget,Beneficiary_Unique_Identifier,"
    "Beneficiary_Name,Location_Indicator_latitude_longitude,Category_Label,Fund_Code,Fund_Name,"
    "Programme_Code,Programme_Name,NUTS3_Code,Programming_Period,Operation_Summary_English,"
    "LAU_Labels"
).split(",")
KEEP_PROJECT = (
    "Period|Programme|Project ID (2021-2027 only)|Project acronym|Project name in English|"
    "Project start|Project end|Project's total budget / expenditure|Project's EU funding|"
    "Union co-financing rate|Website|Theme 1"
).split("|")
KEEP_PARTNER = (
    "Programme|Project ID (2021-2027 only)|Project acronym|Organisation in English|"
    "Organisation in language 2|Lead partner|Participant Identification Code|"
    "Partner\u2019s ID if not PIC|Type of Organisation|Town|Country code|"
    "NUTS3 code (or equivalent)|Website|Contact person|E-mail"
).split("|")
URBACT = ["Good practice", "City", "Country", "Population", "Theme", "Link", "Contact person"]

Row = Mapping[str, object]
Sheets = Mapping[str, tuple[Sequence[str], Sequence[Row]]]


def geonames(*rows: Row) -> str:
    """A dump: columns by their place, without header."""
    lines = []
    for row in rows:
        name = str(row.get("name", "Ghent"))
        cells = [""] * GEONAMES_WIDTH
        filled = {
            0: row.get("id", 2797656), 1: name, 2: row.get("ascii", name),
            3: row.get("others", ""), 4: row.get("lat", 51.05), 5: row.get("lon", 3.71667),
            6: row.get("class", "P"), 7: row.get("code", "PPL"), 8: row.get("country", "BE"),
            14: row.get("population", 0), 17: "Europe/Brussels",
            18: row.get("modified", "2025-01-02"),
        }  # fmt: skip
        for number, value in filled.items():
            cells[number] = str(value)
        lines.append("\t".join(cells))
    return "\n".join(lines) + "\n"


def delimited(headers: Sequence[str], rows: Iterable[Row], separator: str = ",") -> str:
    """CSV with quotation marks around every cell, as the exports have them."""
    lines = [[*headers], *([str(row.get(one, "")) for one in headers] for row in rows)]
    quoted = ([f'"{cell}"' for cell in line] for line in lines)
    return "".join(separator.join(line) + "\r\n" for line in quoted)


def workbook(sheets: Sheets) -> bytes:
    """XLSX with sheets of a header and rows."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, (headers, rows) in sheets.items():
        sheet = book.create_sheet(title)
        sheet.append(list(headers))
        for row in rows:
            sheet.append([row.get(one) for one in headers])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def results(variables: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    """SPARQL results in JSON, with the datatypes that the query service gives."""
    bindings = [
        {name: {"type": "literal", "value": value} for name, value in row.items()} for row in rows
    ]
    return json.dumps({"head": {"vars": list(variables)}, "results": {"bindings": bindings}})


def archive(members: Mapping[str, str | bytes]) -> bytes:
    """A zip of files."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return written.getvalue()


WIKIDATA = ["item", "itemLabel", "coord", "population", "country", "countryLabel", "date"]
GHENT_ITEM = {
    "item": "http://www.wikidata.org/entity/Q1296",
    "itemLabel": "Ghent",
    "coord": "Point(3.725 51.053611111)",
    "population": "265086",
    "country": "http://www.wikidata.org/entity/Q31",
    "countryLabel": "Belgium",
    "date": "2022-01-01T00:00:00Z",
}
EXAMPLETON = {
    **GHENT_ITEM,
    "item": "http://www.wikidata.org/entity/Q999999981",
    "itemLabel": "Exampleton",
}
PROJECT = {
    "id": "101999001", "acronym": "EXAMPLA", "status": "SIGNED", "title": "An example of a project",
    "startDate": "2023-01-01", "endDate": "2025-12-31", "totalCost": "2073781,25",
    "ecMaxContribution": "2000000", "frameworkProgramme": "HORIZON",
    "contentUpdateDate": "2024-03-02 10:00:00",
}  # fmt: skip
LEAD = {
    "projectID": "101999001", "projectAcronym": "EXAMPLA", "organisationID": "999999901",
    "name": "EXAMPLE INSTITUTE", "activityType": "REC", "city": "Ghent", "country": "BE",
    "role": "coordinator", "contactForm": "https://example.org/person",
}  # fmt: skip
MECHELEN = {
    **LEAD, "organisationID": "999999902", "name": "Municipality of Mechelen",
    "activityType": "PUB", "city": "Mechelen", "role": "participant",
}  # fmt: skip
OPERATION = {
    "Operation_Unique_Identifier": "https://linkedopendata.eu/entity/Q99999991",
    "Operation_Name_English": "An example of an operation", "Country": "Belgium",
    "Operation_Start_Date": "04/09/2023", "Operation_End_Date": "31/12/2025",
    "Total_Eligible_Expenditure_amount": "337478.4", "Total_Eligible_Expenditure_Currency": "EUR",
    "Project_EU_Budget": "134991.36", "Beneficiary_Name": "Municipality of Mechelen",
    "Beneficiary_Unique_Identifier": "https://linkedopendata.eu/entity/Q99999992",
    "Fund_Name": "Asylum, Migration and Integration Fund", "Programme_Name": "Example Programme",
    "LAU_Labels": "Mechelen",
}  # fmt: skip
COOPERATION = {
    "Period": "2021-2027", "Programme": "Example Programme", "Project acronym": "KEEPEX",
    "Project ID (2021-2027 only)": "EX-1", "Project name in English": "An example of cooperation",
    "Project start": "2022-09-01", "Project end": "N.a.",
    "Project's total budget / expenditure": 2349367.02, "Project's EU funding": 1879493.6,
    "Website": "https://example.org/keepex",
}  # fmt: skip
PARTNER = {
    "Programme": "Example Programme", "Project ID (2021-2027 only)": "EX-1",
    "Project acronym": "KEEPEX", "Organisation in English": "Example Agency",
    "Lead partner": "Yes", "Participant Identification Code": "999999903",
    "Type of Organisation": "Regional public authority", "Town": "Ghent", "Country code": "BE",
    "Contact person": "Somebody", "E-mail": "somebody@example.org",
}  # fmt: skip
PRACTICE = {
    "Good practice": "Gardens of an example", "City": "Mechelen", "Country": "Belgium",
    "Population": "86000", "Theme": "Housing", "Link": "https://example.org/gardens",
    "Contact person": "Somebody",
}  # fmt: skip
EURIO = """\
@prefix eurio: <http://data.europa.eu/s66#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<http://data.europa.eu/s66/resource/projects/example> a eurio:Project ;
  eurio:identifier "101999001" ;
  eurio:title "An example of a project" ;
  eurio:hasAcronym <urn:acronym> ;
  eurio:startDate "2023-01-01"^^xsd:date ;
  eurio:endDate "2025-12-31"^^xsd:date ;
  eurio:isFundedBy [ eurio:hasFundingAmount [ eurio:value "2000000"^^xsd:double ] ] ;
  eurio:hasInvolvedParty <urn:role-1>, <urn:role-2> .

<urn:acronym> a eurio:Acronym ; eurio:shortForm "EXAMPLA" .

<urn:role-1> a eurio:OrganisationRole ; eurio:roleLabel "coordinator" ; eurio:isRoleOf <urn:one> .
<urn:role-2> a eurio:OrganisationRole ; eurio:roleLabel "participant" ; eurio:isRoleOf <urn:two> .

<urn:one> a eurio:Organisation, eurio:ResearchOrganisation ; eurio:legalName "EXAMPLE INSTITUTE" ;
  eurio:hasSite [ eurio:hasAddress [ eurio:addressLocality "Ghent" ; eurio:addressCountry "BE" ] ] .
<urn:two> a eurio:Organisation, eurio:PublicBody ; eurio:legalName "Municipality of Mechelen" ;
  eurio:hasSite [ eurio:hasAddress [ eurio:addressCountry "BE" ;
    eurio:addressLocality "Mechelen" ] ] .

<urn:somebody> a eurio:Person ;
  eurio:isInvolvedIn <http://data.europa.eu/s66/resource/projects/example> ;
  eurio:familyName "Somebody" .
"""
EUKG = """\
@prefix wdt: <https://linkedopendata.eu/prop/direct/> .
@prefix wd: <https://linkedopendata.eu/entity/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

wd:Q99999991 wdt:P35 wd:Q9934 ;
  rdfs:label "Een voorbeeld"@nl, "An example of an operation"@en ;
  wdt:P20 "2023-09-04T00:00:00Z"^^xsd:dateTime ;
  wdt:P33 "2025-12-31T00:00:00Z"^^xsd:dateTime ;
  wdt:P474 "337478.4"^^xsd:decimal ;
  wdt:P835 "134991.36"^^xsd:decimal ;
  wdt:P889 wd:Q99999992 ;
  wdt:P32 wd:Q99999993 .

wd:Q99999992 rdfs:label "Municipality of Mechelen"@en .
wd:Q99999993 wdt:P173 "BE" .
"""
