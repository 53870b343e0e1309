"""What the graph says of itself: VoID and DCAT 3, computed from it; and the files it is given as.

Everything here is a function of the graph and of where it is served: SPARQL in, RDF (or the text
of a query) out. VoID is https://www.w3.org/TR/void/, DCAT 3 https://www.w3.org/TR/vocab-dcat-3/,
and its European profile DCAT-AP 3.0 https://semiceu.github.io/DCAT-AP/releases/3.0.0/.
"""

from cityweave.description.dataset import described
from cityweave.description.downloads import Download, Downloads, downloads
from cityweave.description.publication import Publication
from cityweave.description.statistics import Statistics, measured
from cityweave.description.terms import NAMESPACES, grouped

__all__ = [
    "NAMESPACES",
    "Download",
    "Downloads",
    "Publication",
    "Statistics",
    "described",
    "downloads",
    "grouped",
    "measured",
]
