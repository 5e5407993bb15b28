"""All benchmarks one after another, small enough for a few minutes: ``python -m benchmarks [scale]``.

``scale`` is that of the district which is loaded and the share of the full sizes elsewhere; 1 is the size of the
targets (design §10). The end is 1 where a benchmark found values that differ, or a bound exceeded.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
SCALE = 0.1
CELLS_ROWS, BUILDINGS, VENUES = 100_000, 1_000_000, 2_000


def runs(scale: float) -> list[tuple[str, ...]]:
    """Each benchmark with its arguments."""
    return [
        ("loading.py", str(scale)),
        ("reading.py", str(int(CELLS_ROWS * scale)), "3"),
        ("hostile.py",),
        ("coverage.py", str(max(1_000, int(BUILDINGS * scale / 100))), str(int(BUILDINGS * scale))),
        ("nearest.py", str(int(BUILDINGS * scale)), str(int(VENUES * scale))),
        ("city.py", str(int(BUILDINGS * scale / 10)), str(int(BUILDINGS * scale))),
        ("siting.py", str(scale)),
    ]


def main() -> int:
    """Run them; 1 where one failed."""
    scale = float(sys.argv[1]) if len(sys.argv) > 1 else SCALE
    failed = 0
    for script, *given in runs(scale):
        print(f"\n=== {script} {' '.join(given)}\n", flush=True)
        failed += subprocess.run([sys.executable, HERE / script, *given]).returncode != 0
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
