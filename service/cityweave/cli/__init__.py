"""The command line: `cityweave serve | query | load | dump | check | format`."""

from cityweave.cli.program import main

__all__ = ["main"]
