"""The edge that speaks HTTP: pages for people, calls for programs, one address for both."""

from cityweave.web.app import create_app

__all__ = ["create_app"]
