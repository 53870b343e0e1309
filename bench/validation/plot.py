"""Draws what judging took with each engine, readable on light and dark pages."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

from bench.plot import INK
from bench.validation.results import Judged, Run, System

OWN, OTHERS = "#0072B2", "#E69F00"
"""Two colours of Okabe and Ito."""
SETS = {"whole": "all shapes", "trial": "five shapes"}


def draw(run: Run, path: Path) -> None:
    """Write the plot as SVG, the same bytes for the same run."""
    figure = Figure(figsize=(9, 1.4 + 0.5 * len(run.systems)), layout="constrained")
    both = figure.subplots(1, len(SETS), sharey=True)
    shown = [one for one in reversed(run.systems) if _any(one)]
    for axes, (name, words) in zip(both, SETS.items(), strict=True):
        for height, one in enumerate(shown):
            seconds = _judged(one, name).seconds
            if seconds is None:
                axes.text(0.01, height, " " + _judged(one, name).error[:40], va="center", color=INK)
                continue
            axes.barh(height, seconds, 0.6, color=OWN if one.name == "cityweave" else OTHERS)
            axes.text(seconds, height, f" {seconds:.3g} s", va="center", color=INK)
        axes.set_xscale("log")
        axes.set_xlim(0.01, 3000)
        axes.set_yticks(range(len(shown)), [one.title for one in shown])
        axes.set_xlabel(f"{words}: seconds to judge (logarithmic)")
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
        axes.grid(axis="x", color=INK, alpha=0.25, linewidth=0.6)
        axes.set_axisbelow(True)
        axes.tick_params(colors=INK)
        axes.xaxis.label.set_color(INK)
        for spine in axes.spines.values():
            spine.set_visible(False)
    with mpl.rc_context({"svg.hashsalt": "cityweave", "svg.fonttype": "path"}):
        figure.savefig(path, transparent=True, metadata={"Date": None})


def _judged(system: System, name: str) -> Judged:
    return system.whole if name == "whole" else system.trial


def _any(system: System) -> bool:
    """Whether there is anything to show."""
    return not system.unable
