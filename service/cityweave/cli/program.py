"""The program `cityweave`: its commands, found when they are called.

A command's module is imported when the command runs, so that `serve` does not
wait for the validator, and `query` not for the web server.
"""

from __future__ import annotations

from importlib import import_module

import click

from cityweave import __version__
from cityweave.errors import CityweaveError

COMMANDS = {
    "serve": "Serve the graph over HTTP: pages for people, SPARQL for programs.",
    "query": "Ask a SPARQL question, or one of the catalogue by name.",
    "load": "Load RDF files into a durable store.",
    "dump": "Write the graph, or one named graph, as RDF.",
    "token": "Make, list and revoke the tokens of those who may write.",
    "validate": "Say what is wrong with RDF files and spreadsheets, and where.",
    "template": "Write a spreadsheet to fill in, for one kind of thing.",
    "import": "Read exports of others: GeoNames, Wikidata, CORDIS, …",
    "contribute": "Send files to be added to a graph: checked at once.",
    "review": "Look at contributions: list, accept, refuse or revert them.",
    "link": "Suggest links into other open data, and check those there are.",
    "check": "Validate the whole content: ontology, data and queries.",
    "derive": "Write what follows from the data by rule: shortcuts, passages, time spans, labels.",
    "format": "Write Turtle and TriG files in canonical form.",
}
_MODULES = {"import": "imports"}
"""Modules whose name is another than that of their command: `import` is a word of Python."""


class Failure(click.ClickException):
    """An error of Cityweave as the command line shows it: thing, place, way out."""

    def __init__(self, error: CityweaveError) -> None:
        super().__init__(str(error))


class Program(click.Group):
    """A group that imports its commands by name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order in which a newcomer meets them."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now; None when there is none."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = _MODULES.get(cmd_name, cmd_name)
        command = import_module(f"cityweave.cli.{module}").command
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands for `--help`, without importing them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; an error of ours becomes a message and an exit code, never a traceback."""
        try:
            return super().invoke(ctx)
        except CityweaveError as error:
            raise Failure(error) from error


@click.command(
    cls=Program,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Every command tells more, with examples: cityweave query --help",
)
@click.version_option(__version__, "-V", "--version", prog_name="cityweave")
def main() -> None:
    """A knowledge graph of how European cities work together.

    The graph ships with the program: every command works on it at once, without a
    database to set up. With --data-dir a command works on a store of yours instead.
    """
