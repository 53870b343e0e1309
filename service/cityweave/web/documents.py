"""The documents about what the graph names: where each is, its formats, and what its data say.

A thing (`…/id/city/x`) is no document: its address answers 303 See Other and names the document
about it (`…/doc/city/x`; https://www.w3.org/TR/cooluris/#r303gendocument). Sources, named graphs,
the ontology, the shapes and the profiles are documents themselves.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from cityweave.formats import ResultFormat, by_name
from cityweave.naming import iri_at, prefixes_of
from cityweave.vocabulary import ONTOLOGY_GRAPH, SHAPES, SHAPES_GRAPH

THING, DOCUMENT, SHAPE = "id/", "doc/", "shapes/"
FORMATS: tuple[ResultFormat, ...] = tuple(by_name(name) for name in ("ttl", "jsonld", "nt", "rdf"))
"""What every document can be had as, beside a page; the preferred first."""

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
DATASET = "datasets#graph"
"""What the whole is called below the base; each document is a part of it."""

_SUFFIX = re.compile(r"(?P<stem>.+)\.(?P<suffix>ttl|jsonld|json|nt|rdf|html)", re.DOTALL)
_WHOLE = {"ontology": ONTOLOGY_GRAPH, "shapes": SHAPES_GRAPH}
_VERSION = re.compile(r"ontology/\d[\d.]*")
_SAFE = "/~:@!$&'()*+,;=-._"
_PREFIXES = ("cw", "dcterms", "foaf", "oa", "org", "owl", "prov", "rdf", "rdfs", "skos", "void")

_OWN = "?o ?op ?ov . $about ?p ?o . ?s ?sp $about . ?claim ?cp ?co ."
_SAID = """
  { $about ?p ?o OPTIONAL { ?o ?op ?ov FILTER(isBlank(?o)) } }
  UNION { ?s ?sp $about }
  UNION { ?claim rdf:subject $about ; ?cp ?co }
"""
"""What the graph says of something: its statements with what they nest, those that lead to it,
and the claims about it."""

_ANY = f"CONSTRUCT {{ {_OWN} }} WHERE {{ {_SAID} }}"
_THING = f"""
CONSTRUCT {{
  $document a foaf:Document ; foaf:primaryTopic $about ; dcterms:license $licence ;
    void:inDataset $dataset .
  {_OWN}
}} WHERE {{ {_SAID} }}
"""
_SOURCE = f"""
CONSTRUCT {{ {_OWN} ?passage ?pp ?po . ?selector ?lp ?lo }} WHERE {{
  {_SAID}
  UNION {{ ?passage cw:document $about ; ?pp ?po }}
  UNION {{ ?passage cw:document $about ; oa:hasSelector ?selector . ?selector ?lp ?lo }}
}}
"""
_SHAPE = "DESCRIBE $about"
_GRAPH = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH $graph { ?s ?p ?o } }"


@dataclass(frozen=True, slots=True)
class Document:
    """A document about `about`, an IRI of the graph, at `path` below the root of a deployment.

    `path` has neither a slash at its beginning nor a suffix; `base` is that of the deployment.
    `graph` is the named graph whose statements are its data, where it has one.
    """

    about: str
    path: str
    base: str
    graph: str | None = None

    @classmethod
    def at(cls, path: str, base: str) -> Document:
        """The document at a path, whether the graph knows what it is about or not."""
        iri = iri_at(path, base)
        if path.startswith(DOCUMENT):
            return cls(iri_at(THING + path.removeprefix(DOCUMENT), base), path, base)
        if path in _WHOLE:
            return cls(_WHOLE[path], path, base, _WHOLE[path])
        if path.startswith(SHAPE) and not path.endswith(".ttl"):
            return cls(SHAPES + path.removeprefix(SHAPE), path, base)
        if _VERSION.fullmatch(path):
            return cls(iri, path, base, ONTOLOGY_GRAPH)
        return cls(iri, path, base, iri if path.startswith("graph/") else None)

    @property
    def iri(self) -> str:
        """Its own IRI, which is `about` unless that is no document."""
        return iri_at(self.path, self.base)

    @property
    def file(self) -> tuple[str, str] | None:
        """The folder of the content and the name of the file in it that it is, if it is one.

        A module of the ontology is, and a version of it; and each file of shapes.
        """
        folder, _, rest = self.path.partition("/")
        if self.graph is None and folder == "ontology" and rest:
            return folder, rest.partition("/")[0] + ".ttl"
        if self.path.startswith(SHAPE) and rest.endswith(".ttl"):
            return folder, rest
        return None

    def query(self) -> str:
        """The query whose result are its data."""
        pattern = _ANY
        if self.graph is not None:
            pattern = _GRAPH
        elif self.path.startswith(DOCUMENT):
            pattern = _THING
        elif self.path.startswith("source/"):
            pattern = _SOURCE
        elif self.path.startswith(SHAPE):
            pattern = _SHAPE
        terms = {
            "about": self.about,
            "document": self.iri,
            "graph": self.graph or "",
            "licence": LICENCE,
            "dataset": self.base + DATASET,
        }
        known = prefixes_of(self.base)
        kinds = [one for one in self.path.split("/")[1:2] if one in known]
        prologue = "".join(f"PREFIX {one}: <{known[one]}>\n" for one in (*_PREFIXES, *kinds))
        return prologue + re.sub(r"\$(\w+)", lambda name: f"<{terms[name[1]]}>", pattern)

    def address(self, root: str, suffix: str = "") -> str:
        """Where it is on this host, as a path; with a suffix, in that format alone."""
        return address(root, self.path) + (f".{suffix}" if suffix else "")

    def alternates(self, root: str) -> tuple[tuple[str, str, str], ...]:
        """Its formats for programs: name, media type and address."""
        return tuple((one.title, one.media_type, self.address(root, one.name)) for one in FORMATS)

    def links(self, root: str, *, of: str = "data") -> str:
        """The `Link` header (RFC 8288) of its ``data``, of its ``page``, or of the ``thing``.

        `about` is RFC 6903's, `describedby` that of https://www.w3.org/TR/powder-dr/.
        """
        page = (self.address(root, "html"), "text/html")
        data = [(href, media_type) for _, media_type, href in self.alternates(root)]
        found = [f'<{href}>; rel="alternate"; type="{kind}"' for href, kind in (page, *data)]
        if of == "page":
            found.append(f'<{data[0][0]}>; rel="describedby"; type="{data[0][1]}"')
        if of == "thing":
            found.append(f'<{self.address(root)}>; rel="describedby"')
        elif self.about != self.iri:
            found.append(f'<{_ascii(self.about)}>; rel="about"')
        return ", ".join(found)


def split(path: str) -> tuple[str, str | None]:
    """A path without its suffix, and the format that the suffix asks for, if it is one."""
    named = _SUFFIX.fullmatch(path)
    return (named["stem"], named["suffix"]) if named else (path, None)


def address(root: str, path: str) -> str:
    """A path below the root as an address has it, in ASCII."""
    return f"{root}/{escaped(path)}"


def escaped(part: str) -> str:
    """A part of an address in ASCII, with the signs that may stand in it (RFC 3986, 3.3)."""
    return quote(part, safe=_SAFE)


def _ascii(iri: str) -> str:
    """An IRI as a URI (RFC 3987, 3.1), for a header."""
    return quote(iri, safe=f"{_SAFE}%#?")
