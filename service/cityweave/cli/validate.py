"""`cityweave validate`: what is wrong with files, where, and what to do about it."""

from __future__ import annotations

import asyncio
import dataclasses
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import get_args
from urllib.parse import urlsplit

import click

from cityweave.cli import options, progress, reporting
from cityweave.cli.reporting import Wanted, finish, refuse
from cityweave.errors import BadParameter, CityweaveError, NotFound
from cityweave.federation import Gateway
from cityweave.loading import load_content, open_store
from cityweave.parsing import parse, read_bytes
from cityweave.settings import Settings
from cityweave.store import EmbeddedStore
from cityweave.validation import Rulebook, Submission
from cityweave.validation.judging import judge_read, read_all
from cityweave.validation.profiles import chosen, profiles
from cityweave.validation.rendering import Style
from cityweave.validation.running import Choice
from cityweave.validation.submission import FORMATS, format_of
from cityweave.vocabulary import BASE

FETCHED = 200_000_000
"""Bytes that are fetched as context from an address, at most."""

PATIENCE = 300
"""Seconds that this may take."""


@click.command("validate")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--profile", help="Name or IRI of the profile to validate by.  [default: contribution]"
)
@click.option(
    "--shapes",
    multiple=True,
    metavar="FILE",
    help="SHACL shapes of your own, instead of a profile or beside --profile; repeatable.",
)
@click.option(
    "--context",
    default="shipped",
    show_default=True,
    metavar="shipped|none|URL",
    help="The graph that FILES speak of: the shipped one, none, or one at an address (a document "
    "or a SPARQL endpoint).",
)
@click.option("--whole", is_flag=True, help="Judge all of the context too, not what FILES touch.")
@reporting.style()
@reporting.language("Its language.")
@options.output()
@reporting.fail_on()
@click.option(
    "--input-format",
    type=click.Choice(FORMATS),
    help="Format of FILES, instead of what their suffixes tell; needed for standard input (-).",
)
@click.option(
    "--kind",
    help="Template of a table whose header does not tell which it is, or kind of an import.",
)
@click.option(
    "--engine",
    type=click.Choice(get_args(Choice)),
    default="auto",
    show_default=True,
    help="Who judges: our engine, pySHACL, or each what it can.",
)
@options.content_dir()
def command(
    files: tuple[str, ...],
    profile: str | None,
    shapes: tuple[str, ...],
    context: str,
    whole: bool,
    style: Style,
    language: str,
    output: Path | None,
    fail_on: str,
    input_format: str | None,
    kind: str | None,
    engine: Choice,
    content_dir: Path | None,
) -> None:
    """Validate files: RDF (Turtle, TriG, N-Triples, N-Quads, RDF/XML, JSON-LD) and spreadsheets.

    FILES are judged together with the graph that they speak of, since they may name cities
    and organisations that are described there. Each finding names the place in the file.

    \b
    Exit codes: 0 conforms, 1 findings, 2 wrong usage, 3 a file cannot be read.

    \b
    Examples:
      cityweave validate my-city.ttl
      cityweave validate cities.csv --language nl
      cityweave validate data.ttl --shapes my-shapes.ttl --context none
      cityweave validate data.ttl --format sarif --output findings.sarif
      curl https://example.org/data.ttl | cityweave validate - --input-format ttl
    """
    chosen_settings = options.settings(content_dir=content_dir)
    failures: list[CityweaveError] = []
    documents = documents_of(files, failures, input_format, kind)
    own = documents_of(shapes, failures)
    wanted = Wanted(style, language, output)
    refuse(failures, wanted)
    try:
        rules = rulebook(profile, own, content_dir, chosen_settings.base)
        store = context_of(context, chosen_settings)
        inputs = read_all(
            documents,
            store,
            progress=progress.show,
            failures=failures,
            content_dir=content_dir,
            base=chosen_settings.base,
        )
        refuse(failures, wanted)
        with progress.doing("validating"):
            report = judge_read(inputs, rules, store, engine=engine, whole=whole).report
    except (BadParameter, NotFound) as error:
        raise click.UsageError(str(error)) from error
    except CityweaveError as error:
        refuse([error], wanted)
        raise
    wanted.write(report)
    finish(report, fail_on)


def documents_of(
    names: Sequence[str],
    failures: list[CityweaveError],
    input_format: str | None = None,
    kind: str | None = None,
) -> list[Submission]:
    """Files as they are to be judged; `-` is standard input. What cannot be read is kept."""
    found = []
    for name in names:
        try:
            found.append(document(name, input_format, kind))
        except CityweaveError as error:
            failures.append(error)
    return found


def document(name: str, input_format: str | None, kind: str | None) -> Submission:
    """One file. Raises `NotFound` and `UnknownFormat`."""
    if name == "-":
        if input_format is None:
            raise click.UsageError("Say by --input-format what standard input is.")
        return Submission(sys.stdin.buffer.read(), "<stdin>", input_format, kind=kind)
    path = Path(name)
    wanted = input_format or format_of(name, kind)
    return Submission(read_bytes(path), name, wanted, path.absolute().as_uri(), kind)


def rulebook(
    profile: str | None,
    own: list[Submission],
    content_dir: Path | None = None,
    base: str = BASE,
) -> Rulebook:
    """The rules of a profile, those of one's own shapes, or both; `base` as in `profiles`."""
    named = None
    if profile is not None or not own:
        named = Rulebook.of(chosen(profiles(content_dir, base), profile))
        if not own:
            return named
    return Rulebook.own(own, beside=named, base=base)


def context_of(context: str, chosen_settings: Settings) -> EmbeddedStore:
    """The graph to judge in. Raises `BadParameter`, and what fetching raises."""
    shipped = dataclasses.replace(chosen_settings, data_dir=None)
    if context == "shipped":
        return open_store(shipped, progress.show)
    store = EmbeddedStore()
    load_content(store, shipped.content_dir, folders=("ontology",), base=shipped.base)
    if context == "none":
        return store
    address = urlsplit(context)
    if address.scheme not in ("http", "https"):
        raise BadParameter(
            f"“{context}” is no context.",
            hint="Say shipped, none, or the address of an RDF document or SPARQL endpoint.",
            source="--context",
        )
    bounded = dataclasses.replace(
        shipped,
        federation_private_hosts=f"{address.scheme}://{address.netloc}/",
        max_federation_bytes=FETCHED,
        max_federation_seconds=PATIENCE,
    )
    fetched = asyncio.run(Gateway(bounded).graph(context))
    store.add(
        parse(
            fetched.data,
            fetched.rdf_format,
            base=fetched.url,
            source=fetched.url,
            rename_blank_nodes=True,
        ).quads
    )
    return store
