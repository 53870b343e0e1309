"""Finds the content that Cityweave ships: ontology, data, shapes and queries.

An installed wheel has it in the package's own `share/`; a checkout has it in its
top folders. `share/` is looked at first.
"""

from __future__ import annotations

from pathlib import Path

from cityweave.errors import ContentMissing

PACKAGE = Path(__file__).resolve().parent
PLACES = (PACKAGE / "share", PACKAGE.parent.parent)
FOLDERS = ("ontology", "data", "shapes", "queries")


def content(name: str, override: Path | None = None) -> Path:
    """The folder `name` of the content (one of `FOLDERS`).

    `override` is `Settings.content_dir`: a folder that holds content of its own;
    it is then the only place. Raises `ContentMissing` with the places looked at.
    """
    if name not in FOLDERS:
        raise ContentMissing(
            f"“{name}” is not a content folder.", hint="They are " + ", ".join(FOLDERS) + "."
        )
    places = (override,) if override is not None else PLACES
    for place in places:
        if (place / name).is_dir():
            return place / name
    looked = ", ".join(str(place / name) for place in places)
    raise ContentMissing(
        f"The content folder “{name}” was not found (looked at {looked}).",
        hint="Install the package again, or run it from a complete checkout."
        if override is None
        else f"Make it, or name a folder that has {', '.join(FOLDERS)}.",
    )


def files(name: str, *suffixes: str, override: Path | None = None) -> tuple[Path, ...]:
    """Every file of a content folder that ends in one of `suffixes`, sorted by path.

    Raises `ContentMissing` when the folder does not exist.
    """
    found = content(name, override).rglob("*")
    return tuple(sorted(path for path in found if path.is_file() and path.suffix in suffixes))
