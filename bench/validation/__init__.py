"""Measures how fast and how right Cityweave judges data, beside other validators."""
