"""The mixed load of the tests, for as long as one likes: `python bench/endurance.py 3600`.

Prints what happened, and the memory of front and host over the time; ends with 1 when anything
was not as it must be.
"""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

TESTS = Path(__file__).resolve().parent.parent / "tests"
sys.path.insert(0, str(TESTS))


from serving import serving  # noqa: E402
from soak.load import LIMITS, Load  # noqa: E402

TOKEN = "a-token-for-a-long-soak"  # noqa: S105
POINTS = 20


def shown(samples: list[int]) -> str:
    """Some of the samples, in MB."""
    step = max(1, len(samples) // POINTS)
    return " ".join(f"{one / 1e6:.0f}" for one in samples[::step])


def main(seconds: float) -> int:
    """Run the load on a server with the shipped graph; say what came of it."""
    with (
        TemporaryDirectory() as folder,
        serving("--data-dir", Path(folder) / "graph", admin_token=TOKEN, **LIMITS) as served,
        closing(Load(served, TOKEN, seed=1)) as load,
    ):
        load.prepare()
        load.run(seconds)
        load.check()
        for what, count in sorted(load.record.outcomes.items()):
            print(f"{count:9} {what}")
        print("front, MB:", shown(load.memory.front))
        print("host, MB: ", shown(load.memory.host))
        print(*load.record.violations, f"{len(load.record.violations)} violations", sep="\n")
        return 1 if load.record.violations else 0


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if sys.argv[1:] else 600))
