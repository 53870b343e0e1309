"""Measures Cityweave beside other SPARQL servers; see docs/benchmarks.md."""
