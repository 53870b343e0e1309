"""Virtuoso Open Source, from Debian's package virtuoso-opensource-7-bin."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from bench.systems.process import free_port
from bench.systems.system import PATIENCE, Durable, Unable

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
ServerPort = {sql_port}
ServerThreads = 20
CheckpointInterval = 0
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
DirsAllowed = {data}
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerThreads = 20
MaxKeepAlives = 20
KeepAliveTimeout = 600
[SPARQL]
ResultSetMaxRows = 100000000
MaxQueryExecutionTime = 600
"""
BUFFERS, DIRTY = 340_000, 250_000
"""What the makers advise for 4 GB of memory."""


class Virtuoso(Durable):
    """`virtuoso-t` with the makers' figures for 4 GB, loaded with the bulk loader."""

    name = "virtuoso"
    title = "Virtuoso"
    advice = (
        f"`virtuoso-t` 7.2 with NumberOfBuffers = {BUFFERS} and MaxDirtyBuffers = {DIRTY} "
        "(its makers' figures for 4 GB), loaded by `ld_dir` and `rdf_loader_run`, then a checkpoint"
    )

    def missing(self) -> str | None:
        """Whether the programs are installed."""
        there = shutil.which("virtuoso-t") and shutil.which("isql-vt")
        return None if there else "install Debian's package virtuoso-opensource-7-bin"

    def command(self) -> Sequence[str | Path]:
        """Run in the foreground with the configuration, which is written here."""
        self._sql_port = free_port()
        text = CONFIGURATION.format(
            folder=self.folder,
            sql_port=self._sql_port,
            port=self.port,
            buffers=BUFFERS,
            dirty=DIRTY,
            data=self.data.folder,
        )
        (self.folder / "virtuoso.ini").write_text(text, encoding="utf-8")
        return ["virtuoso-t", "+foreground", "+configfile", self.folder / "virtuoso.ini"]

    def load_after(self) -> None:
        """Load the N-Quads and write them to disk. Raises `Unable`."""
        self._sql(
            f"ld_dir('{self.data.folder}', 'graph.nq', 'urn:none'); rdf_loader_run(); checkpoint;"
        )
        left = self._sql("SELECT ll_error FROM DB.DBA.load_list WHERE ll_error IS NOT NULL;")
        if "0 Rows" not in left:
            raise Unable(f"bulk loader: {left.strip()[-300:]}")

    def stop(self) -> None:
        """Shut it down in good order, so that the next start has nothing to replay."""
        if self._process and not self._process.ended:
            self._sql("shutdown;")
        super().stop()

    def _sql(self, statements: str) -> str:
        """What the SQL client prints."""
        done = subprocess.run(
            ["isql-vt", f"127.0.0.1:{self._sql_port}", "dba", "dba", f"exec={statements}"],  # noqa: S607 - found by `missing`
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )
        return done.stdout + done.stderr
