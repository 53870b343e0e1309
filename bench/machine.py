"""What a run ran on."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = {"cityweave": "cityweave", "oxigraph": "oxigraph", "rdflib-endpoint": "rdflib-endpoint"}


def machine() -> dict[str, str]:
    """Processor, memory and system, without any name of the machine."""
    information = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    model = re.search(r"^model name\s*:\s*(.*)$", information, re.MULTILINE)
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "processor": model[1] if model else platform.processor(),
        "cores": str(os.cpu_count()),
        "memory": f"{total / 2**30:.0f} GiB",
        "system": f"{platform.system()} {platform.release().split('-')[0]}",
        "python": platform.python_version(),
        "load generator": "wrk" if shutil.which("wrk") else "asyncio",
    }


def version_of(system: str) -> str:
    """The version of a system, by its name."""
    if system == "virtuoso":
        return _virtuoso()
    package = PACKAGES.get(system.removesuffix("-disk"), system)
    try:
        found = version(package)
    except PackageNotFoundError:
        return ""
    if package == "rdflib-endpoint":
        return f"{found} (rdflib {version('rdflib')})"
    return found


def _virtuoso() -> str:
    program = shutil.which("virtuoso-t")
    if program is None:
        return ""
    done = subprocess.run([program, "-?"], capture_output=True, text=True, check=False)
    found = re.search(r"Version (\d[\d.]*)", done.stdout + done.stderr)
    return found[1] if found else ""
