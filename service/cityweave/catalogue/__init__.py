"""The catalogue: SPARQL queries as annotated files.

A query is one ``.rq`` file. Its name is the file's name; its front matter is YAML on the ``#+``
lines at the head, in the manner of grlc (https://github.com/CLARIAH/grlc/wiki/Query-decorators), so
that grlc and its kin can read the same files. One file is at once an example in the gallery, a REST
call with an OpenAPI entry, and a test.

``summary``, ``titles`` (en, es, fr, nl) and ``tags`` are required; ``description``, ``view`` and
``parameters`` are optional. What grlc itself knows (``endpoint``, ``method``, ``pagination``,
``defaults``, ``enumerate`` …) is accepted, and ``defaults`` and ``enumerate`` fill in what
``parameters`` leaves out.

A parameter is a variable that begins with one underscore, as grlc has it
(https://github.com/CLARIAH/grlc/wiki/Parameter-Mapping):

=========================  ====================================================================
``?_name``                 a parameter; its type stands in the front matter
``?_name_iri``             an IRI; agrees with the types ``iri``, ``entity`` and ``country``
``?_name_integer``         a whole number; likewise ``_decimal``, ``_boolean``, ``_literal``
``?_name_en``              a text in that language (``lang-string``)
``?_name_xsd_date``        a literal of that datatype
``?__name…``               the same, but the caller may leave it out
=========================  ====================================================================

Beyond grlc: ``entity`` takes a full IRI or ``kind/slug``, and ``country`` a two-letter code. A
value never reaches the query as text: it is checked, made into one escaped RDF term, and put in the
place of the variable wherever that is a token of the query, never inside a string, comment or IRI.
"""

from cityweave.catalogue.collection import Catalogue
from cityweave.catalogue.parameters import Parameter
from cityweave.catalogue.query import VIEWS, CatalogueQuery
from cityweave.catalogue.reading import read_query

__all__ = ["VIEWS", "Catalogue", "CatalogueQuery", "Parameter", "read_query"]
