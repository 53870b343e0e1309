"""Settings: defaults that work, variables of the environment, and refusals that say why."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cityweave.errors import InvalidSettings
from cityweave.settings import Settings


def test_defaults_serve_on_the_loopback_in_memory() -> None:
    settings = Settings.from_environment({})
    assert settings == Settings()
    assert (settings.host, settings.port, settings.data_dir) == ("127.0.0.1", 8000, None)
    assert settings.base == "https://w3id.org/cityweave/"


def test_every_setting_is_documented_and_read_from_its_variable() -> None:
    values = {
        "base": "https://example.org/graph/",
        "publisher": "The weavers",
        "contact": "mailto:weavers@example.org",
        "licence": "https://example.org/licence",
        "host": "::1",
        "port": "0",
        "data_dir": "/somewhere",
        "content_dir": "/elsewhere",
        "admin_token": "a-long-and-random-token",
        "max_request_bytes": "7",
        "max_query_characters": "8",
        "max_query_seconds": "9",
        "max_query_memory": "10",
        "max_result_rows": "11",
        "max_result_bytes": "12",
        "max_queries": "13",
        "max_queries_per_client": "14",
        "max_queued_queries": "15",
        "federation_hosts": "example.org https://example.com/sparql",
        "federation_private_hosts": "localhost:8890",
        "max_federation_seconds": "16",
        "max_federation_bytes": "17",
        "max_federation_rows": "18",
        "max_replica_memory": "19",
        "max_cache_bytes": "20",
        "max_send_seconds": "21",
        "max_head_bytes": "22",
        "max_request_seconds": "23",
        "max_query_depth": "24",
        "max_query_patterns": "25",
        "max_updates": "26",
        "max_update_seconds": "27",
        "max_update_memory": "28",
        "max_upload_memory": "29",
        "max_update_statements": "30",
        "max_update_bytes": "31",
        "max_literal_bytes": "32",
        "max_validations": "33",
        "max_validations_per_client": "34",
        "max_queued_validations": "35",
        "max_validation_seconds": "36",
        "max_validation_memory": "37",
        "max_validation_statements": "38",
        "max_report_bytes": "39",
        "max_reconciliation_queries": "50",
        "max_reconciliation_characters": "51",
        "max_reconciliation_values": "52",
        "max_reconciliation_seconds": "60",
        "max_reconciliations": "53",
        "max_reconciliations_per_client": "54",
        "max_extension_cells": "55",
        "max_contribution_bytes": "40",
        "max_contributions_staged": "41",
    }
    assert set(values) == {one.name for one in fields(Settings)}
    assert all(one.metadata["help"] for one in fields(Settings))
    read = Settings.from_environment(
        {f"CITYWEAVE_{name.upper()}": value for name, value in values.items()}
    )
    assert read == Settings(
        base="https://example.org/graph/",
        publisher="The weavers",
        contact="mailto:weavers@example.org",
        licence="https://example.org/licence",
        host="::1",
        port=0,
        data_dir=Path("/somewhere"),
        content_dir=Path("/elsewhere"),
        admin_token="a-long-and-random-token",  # noqa: S106
        max_request_bytes=7,
        max_query_characters=8,
        max_query_seconds=9,
        max_query_memory=10,
        max_result_rows=11,
        max_result_bytes=12,
        max_queries=13,
        max_queries_per_client=14,
        max_queued_queries=15,
        federation_hosts="example.org https://example.com/sparql",
        federation_private_hosts="localhost:8890",
        max_federation_seconds=16,
        max_federation_bytes=17,
        max_federation_rows=18,
        max_replica_memory=19,
        max_cache_bytes=20,
        max_send_seconds=21,
        max_head_bytes=22,
        max_request_seconds=23,
        max_query_depth=24,
        max_query_patterns=25,
        max_updates=26,
        max_update_seconds=27,
        max_update_memory=28,
        max_upload_memory=29,
        max_update_statements=30,
        max_update_bytes=31,
        max_literal_bytes=32,
        max_validations=33,
        max_validations_per_client=34,
        max_queued_validations=35,
        max_validation_seconds=36,
        max_validation_memory=37,
        max_validation_statements=38,
        max_report_bytes=39,
        max_reconciliation_queries=50,
        max_reconciliation_characters=51,
        max_reconciliation_values=52,
        max_reconciliation_seconds=60,
        max_reconciliations=53,
        max_reconciliations_per_client=54,
        max_extension_cells=55,
        max_contribution_bytes=40,
        max_contributions_staged=41,
    )


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"CITYWEAVE_PORT": "many"}, "“many”, which is not a whole number"),
        ({"CITYWEAVE_PORT": "65536"}, "not between 0 and 65535"),
        ({"CITYWEAVE_BASE": "https://example.org"}, "ends with a slash"),
        ({"CITYWEAVE_BASE": "ftp://example.org/"}, "http(s)"),
        ({"CITYWEAVE_CONTACT": "weavers@example.org"}, "begins with mailto: or"),
        ({"CITYWEAVE_CONTACT": "mailto:the weavers"}, "is no address"),
        ({"CITYWEAVE_LICENCE": "CC BY 4.0"}, "begins with https:// or"),
        ({"CITYWEAVE_MAX_REQUEST_BYTES": "0"}, "at least 1"),
        ({"CITYWEAVE_ADMIN_TOKEN": "short"}, "shorter than 20"),
        ({"CITYWEAVE_MAX_QUERIES": "0"}, "max_queries must be at least 1"),
        ({"CITYWEAVE_MAX_QUEUED_QUERIES": "-1"}, "at least 0"),
        ({"CITYWEAVE_PROT": "80"}, "There is no setting CITYWEAVE_PROT"),
    ],
)
def test_what_cannot_be_used_is_refused(environment: dict[str, str], said: str) -> None:
    with pytest.raises(InvalidSettings) as caught:
        Settings.from_environment(environment)
    assert said in str(caught.value)
    assert caught.value.source


def test_an_empty_variable_keeps_the_default() -> None:
    assert Settings.from_environment({"CITYWEAVE_HOST": "", "OTHER": "x"}) == Settings()


@given(st.integers(min_value=0, max_value=65535))
def test_every_port_can_be_set(port: int) -> None:
    assert Settings.from_environment({"CITYWEAVE_PORT": str(port)}).port == port


def test_settings_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        Settings().port = 1  # type: ignore[misc]


def test_a_secret_is_not_shown() -> None:
    assert "a-long-and" not in repr(Settings(admin_token="a-long-and-random-token"))  # noqa: S106
