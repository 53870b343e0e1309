"""A Virtuoso of one's own, with data in it, to compare answers with."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx

PATIENCE = 120
CONFIGURATION = """\
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
[Parameters]
ServerPort = {sql}
CheckpointInterval = 0
NumberOfBuffers = 20000
DirsAllowed = {folder}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
[SPARQL]
ResultSetMaxRows = 100000
"""


def installed() -> bool:
    """Whether its programs are there (Debian: virtuoso-opensource-7-bin)."""
    return all(shutil.which(name) for name in ("virtuoso-t", "isql-vt"))


def free_port() -> int:
    """A port that nobody listens at now."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


@contextmanager
def virtuoso(folder: Path, triples: bytes, graph: str) -> Iterator[str]:
    """The address of its SPARQL endpoint, with these N-Triples in that graph."""
    sql, http = free_port(), free_port()
    settings = folder / "virtuoso.ini"
    settings.write_text(CONFIGURATION.format(folder=folder, sql=sql, http=http), encoding="utf-8")
    (folder / "data.nt").write_bytes(triples)
    endpoint = f"http://127.0.0.1:{http}/sparql"
    program = ["virtuoso-t", "+foreground", "+configfile", str(settings)]
    with subprocess.Popen(
        program, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            _wait(endpoint)
            _say(sql, f"ld_dir('{folder}', 'data.nt', '{graph}'); rdf_loader_run();")
            yield endpoint
        finally:
            process.kill()


def _wait(endpoint: str) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with suppress(httpx.TransportError):
            httpx.get(endpoint, params={"query": "ASK {}"}, timeout=PATIENCE)
            return
        time.sleep(0.2)
    raise TimeoutError(f"Virtuoso did not start within {PATIENCE} s")


def _say(port: int, statements: str) -> None:
    subprocess.run(
        ["isql-vt", f"127.0.0.1:{port}", "dba", "dba", f"exec={statements}"],
        capture_output=True,
        check=True,
        timeout=PATIENCE,
    )
