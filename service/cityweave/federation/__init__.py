"""Other hosts: which may be asked, and how. Nothing else of Cityweave asks any."""

from cityweave.federation.fetch import Received
from cityweave.federation.gateway import Fetched, Gateway
from cityweave.federation.rows import Rows

__all__ = ["Fetched", "Gateway", "Received", "Rows"]
