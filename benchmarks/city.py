"""Peak memory and time of writing an invented city, by its number of buildings (design §4: bounded memory).

    python benchmarks/city.py [buildings …]

Each size runs in a process of its own, because a process never tells its peak down again; the folder is temporary.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

SIZES = (10_000, 100_000, 1_000_000)
WRITE = """
import resource, sys
from pathlib import Path
from ingest.synthetic import city
files = city(Path(sys.argv[1]), seed=1, buildings=int(sys.argv[2]))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(len(files), sum(each.rows for each in files), peak)
"""


def measured(buildings: int) -> tuple[int, int, int, float, int]:
    """(files, rows, peak MB, seconds, MB on disk) of one city."""
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", WRITE, folder, str(buildings)], capture_output=True, text=True, check=True
        )
        seconds = time.perf_counter() - begun
        files, rows, peak = map(int, done.stdout.split())
        size = sum(path.stat().st_size for path in Path(folder).iterdir() if path.is_file())
    return files, rows, peak, seconds, size // 1_000_000


def main() -> None:
    """Print one line for each size."""
    print(f"{'buildings':>10} {'files':>6} {'rows':>10} {'peak MB':>8} {'seconds':>8} {'MB':>6}")
    for buildings in [int(each) for each in sys.argv[1:]] or SIZES:
        files, rows, peak, seconds, size = measured(buildings)
        print(f"{buildings:>10} {files:>6} {rows:>10} {peak:>8} {seconds:>8.1f} {size:>6}")


if __name__ == "__main__":
    main()
