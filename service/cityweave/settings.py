"""Settings: one frozen value that says how an instance of Cityweave behaves."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from urllib.parse import urlsplit

from cityweave.errors import InvalidSettings

PREFIX = "CITYWEAVE_"
SHORTEST_TOKEN = 20
_ADDRESS = re.compile(r"[^\s<>\"{}|^`\\]+")


@dataclass(frozen=True, slots=True)
class Settings:
    """How an instance behaves.

    Every field has an environment variable of its name in capitals with
    `CITYWEAVE_` before it; see `Settings.from_environment`. `help` in each
    field's metadata is the documentation that users see.
    """

    base: str = field(
        default="https://w3id.org/cityweave/",
        metadata={
            "help": "IRI that the names of this deployment begin with: its things, sources, graphs "
            "and contributions"
        },
    )
    publisher: str = field(
        default="The Cityweave project",
        metadata={"help": "name of who publishes this graph, for its description at /datasets"},
    )
    contact: str | None = field(
        default=None,
        metadata={"help": "where the publisher is reached: a mailto: or https: address"},
    )
    licence: str = field(
        default="https://creativecommons.org/licenses/by/4.0/",
        metadata={"help": "IRI of the licence of the graph, where a part of it names no other"},
    )
    host: str = field(default="127.0.0.1", metadata={"help": "address to listen on"})
    port: int = field(default=8000, metadata={"help": "port to listen on, 0 for any free one"})
    data_dir: Path | None = field(
        default=None,
        metadata={"help": "folder of a durable store; without it the graph lives in memory"},
    )
    content_dir: Path | None = field(
        default=None,
        metadata={"help": "folder with ontology/, data/, shapes/ and queries/ of your own"},
    )
    admin_token: str | None = field(
        default=None,
        repr=False,
        metadata={"help": "bearer token with the role admin, besides those of `cityweave token`"},
    )
    max_request_bytes: int = field(
        default=10_000_000, metadata={"help": "longest body of a request, in bytes"}
    )
    max_head_bytes: int = field(
        default=131_072, metadata={"help": "longest address and headers of a request, in bytes"}
    )
    max_request_seconds: int = field(
        default=60,
        metadata={"help": "longest time that a client may take to send a request, in seconds"},
    )
    max_query_characters: int = field(
        default=100_000, metadata={"help": "longest text of a query, in characters"}
    )
    max_query_depth: int = field(
        default=1_000, metadata={"help": "how deeply brackets may be nested in a query or update"}
    )
    max_query_patterns: int = field(
        default=1_000, metadata={"help": "most triple patterns of a query"}
    )
    max_query_seconds: int = field(
        default=30,
        metadata={"help": "longest time in which a query is evaluated, in seconds"},
    )
    max_query_memory: int = field(
        default=500_000_000,
        metadata={"help": "memory that one query may take beside the graph, in bytes"},
    )
    max_replica_memory: int = field(
        default=2_000_000_000,
        metadata={
            "help": "memory for a copy of a durable store, in bytes; larger ones are read from disk"
        },
    )
    max_result_rows: int = field(
        default=5_000_000, metadata={"help": "most rows (or triples) of one result"}
    )
    max_result_bytes: int = field(
        default=1_000_000_000, metadata={"help": "longest result, in bytes"}
    )
    max_queries: int = field(
        default=16, metadata={"help": "queries that are evaluated at the same time"}
    )
    max_queries_per_client: int = field(
        default=10,
        metadata={
            "help": "queries of one address that are evaluated, wait or are sent at the same time"
        },
    )
    max_queued_queries: int = field(
        default=64, metadata={"help": "queries that may wait for their turn"}
    )
    federation_hosts: str | None = field(
        default=None,
        metadata={
            "help": "hosts that SERVICE and LOAD may reach, with spaces between: example.org, "
            "example.org:8080, or the beginning of an address, https://example.org/sparql"
        },
    )
    federation_private_hosts: str | None = field(
        default=None,
        metadata={
            "help": "the same for hosts of your own network, whose addresses may be private or "
            "loopback"
        },
    )
    max_federation_seconds: int = field(
        default=10,
        metadata={"help": "longest time that a query or LOAD waits for other hosts, in seconds"},
    )
    max_federation_bytes: int = field(
        default=10_000_000,
        metadata={"help": "most that a query or LOAD receives from other hosts, in bytes"},
    )
    max_federation_rows: int = field(
        default=100_000,
        metadata={"help": "most rows that a query receives from other hosts"},
    )

    max_cache_bytes: int = field(
        default=64_000_000, metadata={"help": "results that are kept in memory, in bytes"}
    )
    max_send_seconds: int = field(
        default=600,
        metadata={"help": "longest time in which a client has to take a result, in seconds"},
    )

    max_updates: int = field(
        default=4, metadata={"help": "updates and uploads that are looked at at the same time"}
    )
    max_update_seconds: int = field(
        default=60,
        metadata={"help": "longest time of an update or of reading an upload, in seconds"},
    )
    max_update_memory: int = field(
        default=2_000_000_000,
        metadata={"help": "memory that one update may take beside the graph, in bytes"},
    )
    max_upload_memory: int = field(
        default=500_000_000,
        metadata={"help": "memory that the reading of one upload may take, in bytes"},
    )
    max_update_statements: int = field(
        default=1_000_000, metadata={"help": "most statements that an update or upload adds"}
    )
    max_update_bytes: int = field(
        default=200_000_000,
        metadata={"help": "longest statements of an update or upload, as N-Quads, in bytes"},
    )
    max_literal_bytes: int = field(
        default=1_000_000,
        metadata={"help": "longest literal or name in an update or upload, in bytes"},
    )
    max_validations: int = field(
        default=4, metadata={"help": "validations that run at the same time"}
    )
    max_validations_per_client: int = field(
        default=2, metadata={"help": "validations of one address that run or wait"}
    )
    max_queued_validations: int = field(
        default=32, metadata={"help": "validations that may wait for their turn"}
    )
    max_validation_seconds: int = field(
        default=30, metadata={"help": "longest time of a validation, in seconds"}
    )
    max_validation_memory: int = field(
        default=1_000_000_000,
        metadata={"help": "memory that one validation may take beside the graph, in bytes"},
    )
    max_validation_statements: int = field(
        default=500_000, metadata={"help": "most statements that are validated at a time"}
    )
    max_report_bytes: int = field(
        default=20_000_000, metadata={"help": "longest report of a validation, in bytes"}
    )

    max_reconciliation_queries: int = field(
        default=50, metadata={"help": "most queries or names of one batch of a reconciliation"}
    )
    max_reconciliation_characters: int = field(
        default=500,
        metadata={"help": "longest name, value or identifier in a reconciliation, in characters"},
    )
    max_reconciliation_values: int = field(
        default=20,
        metadata={"help": "most names, types and values of one query of a reconciliation"},
    )
    max_reconciliation_seconds: int = field(
        default=10,
        metadata={"help": "longest time in which names of one batch are compared, in seconds"},
    )
    max_reconciliations: int = field(
        default=8, metadata={"help": "reconciliations, suggestions and extensions that run or wait"}
    )
    max_reconciliations_per_client: int = field(
        default=4, metadata={"help": "those of one address"}
    )
    max_extension_cells: int = field(
        default=5_000,
        metadata={"help": "most things times properties of one data extension"},
    )

    max_contribution_bytes: int = field(
        default=5_000_000, metadata={"help": "longest file that is contributed, in bytes"}
    )
    max_contributions_staged: int = field(
        default=20,
        metadata={"help": "contributions of one token that wait for a decision or are not valid"},
    )

    def __post_init__(self) -> None:
        """Refuse what cannot work, before anything has started.

        Raises `InvalidSettings`.
        """
        scheme, rest = urlsplit(self.base).scheme, urlsplit(self.base).netloc
        if scheme not in {"http", "https"} or not rest or not self.base.endswith("/"):
            raise InvalidSettings(
                f"The base <{self.base}> is not an http(s) IRI that ends with a slash.",
                hint="Write it like https://w3id.org/cityweave/",
                source="base",
            )
        for name, value, schemes in (
            ("contact", self.contact, ("mailto:", "https://", "http://")),
            ("licence", self.licence, ("https://", "http://")),
        ):
            if value is not None and not (value.startswith(schemes) and _ADDRESS.fullmatch(value)):
                raise InvalidSettings(
                    f"“{value}” is no address that begins with {' or '.join(schemes)}.",
                    source=name,
                )
        if not 0 <= self.port <= 65535:
            raise InvalidSettings(
                f"The port {self.port} is not between 0 and 65535.", source="port"
            )
        if self.admin_token is not None and len(self.admin_token) < SHORTEST_TOKEN:
            raise InvalidSettings(
                f"The admin token is shorter than {SHORTEST_TOKEN} characters.",
                hint="Take a long random one, for instance what `openssl rand -hex 32` prints.",
                source="admin_token",
            )
        for name in (one.name for one in fields(self) if one.name.startswith("max_")):
            least = (
                0
                if name in {"max_queued_queries", "max_queued_validations", "max_cache_bytes"}
                else 1
            )
            if getattr(self, name) < least:
                raise InvalidSettings(f"{name} must be at least {least}.", source=name)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read `CITYWEAVE_*` variables; those not set keep their defaults.

        Raises `InvalidSettings` for a number that is none and for a
        `CITYWEAVE_*` variable that no setting has.
        """
        environment = os.environ if environment is None else environment
        known = {PREFIX + one.name.upper(): one for one in fields(cls)}
        values: dict[str, str | int | Path] = {}
        for variable, text in environment.items():
            if not variable.startswith(PREFIX) or text == "":
                continue
            if variable not in known:
                raise InvalidSettings(
                    f"There is no setting {variable}.",
                    hint="The settings are " + ", ".join(sorted(known)) + ".",
                    source=variable,
                )
            values[known[variable].name] = _read(variable, text, str(known[variable].type))
        return cls(**values)  # type: ignore[arg-type]


def _read(variable: str, text: str, kind: str) -> str | int | Path:
    """One variable's text as the type of its field."""
    if kind == "int":
        try:
            return int(text)
        except ValueError as error:
            raise InvalidSettings(
                f"{variable} is “{text}”, which is not a whole number.", source=variable
            ) from error
    return Path(text) if "Path" in kind else text
