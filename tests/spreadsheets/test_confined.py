"""Reading happens in a process that can open no file and no socket."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from spreadsheets.filling import GOOD, as_csv, as_xlsx, with_shared_strings

PROGRAM = """
import os, resource, sys
from pyoxigraph import Store
from cityweave.spreadsheets import StoreResolver, kinds, read
if any(name.endswith("xlsx") for name in sys.argv):
    import cityweave.spreadsheets.workbook

kinds()
files = [(name, open(name, "rb").read()) for name in sys.argv[1:]]
resolver = StoreResolver(Store())
resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))
try:
    os.open("/", os.O_RDONLY)
except OSError:
    pass
else:
    raise SystemExit("not confined")
for name, data in files:
    sheet = read(data, name.rpartition(".")[2], source=name, resolve=resolver)
    print(sheet.kind, len(sheet.quads) > 0, sorted({fault.code for fault in sheet.faults}))
"""


def confined(paths: list[str]) -> list[str]:
    """What is read of files; of texts without what workbooks need, which knows encodings, too."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *paths],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_a_process_that_can_open_nothing_reads_every_format(tmp_path: Path) -> None:
    rows = [{**GOOD["networks"][0], "launchDate": "13/04/2024", "label.es": "Mаdrid"}]
    good = [{"label.en": "Trial Network", "goal.en": "try", "launchDate": "2024-05"}]
    shared = with_shared_strings(as_xlsx(rows, title="Networks"))
    made = {
        "networks-1.csv": as_csv(rows),
        "networks-2.csv": as_csv(good, encoding="utf-16"),
        "networks-3.csv": as_csv([{**good[0], "goal.es": "niñas"}], encoding="cp1252"),
        "networks-4.tsv": as_csv(good, separator="\t"),
        "networks-5.xlsx": shared,
    }
    for name, data in made.items():
        (tmp_path / name).write_bytes(data)
    paths = [str(tmp_path / name) for name in made]
    said = confined(paths[:-1]) + confined(paths[-1:])
    faults = "['mixed-script', 'not-a-date', 'unknown-label']"
    assert said == [
        f"networks False {faults}",
        "networks True []",
        "networks True ['wrong-encoding']",
        "networks True []",
        f"networks False {faults}",
    ]
