"""Draws the medians of a run, readable on light and dark pages and without red and green."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

from bench.results import Run

STYLES = {
    "cityweave": ("#0072B2", "o"),
    "cityweave-disk": ("#56B4E9", "o"),
    "oxigraph": ("#D55E00", "s"),
    "oxigraph-disk": ("#E69F00", "s"),
    "virtuoso": ("#CC79A7", "^"),
    "rdflib-endpoint": ("#8C8C8C", "D"),
}
"""Colours of Okabe and Ito, and a marker for each family of systems."""
INK = "#7A7A7A"
"""Grey that is read on white and on black."""


def draw(run: Run, path: Path) -> None:
    """Write the plot as SVG (or as what the suffix says), the same bytes for the same run."""
    names = sorted(run.templates, key=lambda name: _own(run, name), reverse=True)
    figure = Figure(figsize=(9, 1.6 + 0.34 * len(names)), layout="constrained")
    axes = figure.add_subplot()
    shown = [one for one in run.systems if one.cells]
    for number, one in enumerate(shown):
        colour, marker = STYLES[one.name]
        beside = 0.5 * (0.5 - (number + 0.5) / len(shown))
        found = [
            (cell.warm.median * 1000, height + beside)
            for height, name in enumerate(names)
            if (cell := one.cells.get(name)) and cell.warm
        ]
        if found:
            across, up = zip(*found, strict=True)
            axes.scatter(across, up, s=34, c=colour, marker=marker, label=one.title, alpha=0.9)
    axes.set_xscale("log")
    axes.set_yticks(range(len(names)), names)
    axes.set_xlabel("median of one warm query in milliseconds (logarithmic; left is faster)")
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
    axes.grid(axis="both", color=INK, alpha=0.25, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.tick_params(colors=INK)
    axes.xaxis.label.set_color(INK)
    axes.set_ylim(-0.7, len(names) - 0.3)
    for spine in axes.spines.values():
        spine.set_visible(False)
    figure.legend(loc="outside upper center", ncols=3, frameon=False, labelcolor=INK)
    with mpl.rc_context({"svg.hashsalt": "cityweave", "svg.fonttype": "path"}):
        kept = {"Date": None} if path.suffix == ".svg" else None
        figure.savefig(path, transparent=True, metadata=kept)


def _own(run: Run, name: str) -> float:
    """Cityweave's median, by which the templates are ordered."""
    for one in run.systems:
        cell = one.cells.get(name)
        if cell and cell.warm:
            return cell.warm.median
    return 0.0
