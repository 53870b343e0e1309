"""Cityweave: a knowledge graph of how European cities work together."""

__version__ = "0.1.0"
