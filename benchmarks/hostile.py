"""The hostile corpus, one worker process for each file: what became of it, in how many seconds, with how much memory.

    python benchmarks/hostile.py

Times hold the start of the worker; processor time and peak memory are its own (``getrusage`` of the ended child). The
script ends with 1 where a file exceeds the bounds of ``ingest.load.pool`` or ends otherwise than the corpus allows.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from graph.errors import GongjianError
from graph.model.time import Moment
from graph.store.ledger import Ledger
from ingest.load.options import LoadOptions
from ingest.load.pool import BOUNDS
from ingest.load.process import Worker
from tests.ingest.read.hostile import CASES

OPTIONS = LoadOptions(edition=Moment.parse("2024-06-30"), scope="990101001", complete=True)


def examine_one(path: Path) -> None:
    """Print what one worker made of one file, as JSON: outcome, seconds, processor seconds, peak memory in bytes."""
    with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder) / "ledger.sqlite") as ledger:
        worker = Worker(BOUNDS)
        begun = time.perf_counter()
        try:
            worker.examine(path, OPTIONS, ledger, lambda done, of: None)
            outcome = "loaded"
        except GongjianError as error:
            outcome = error.code
        seconds = time.perf_counter() - begun
        worker.close()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(json.dumps([outcome, seconds, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024]))


def main() -> int:
    """Print the table; 1 where a file got beyond its bounds or ended otherwise than it may."""
    print(f"bound of each worker: {BOUNDS.memory >> 20} MB\n")
    print("| file | KB | outcome | s | processor s | peak MB |\n|---|---|---|---|---|---|")
    faults = 0
    with tempfile.TemporaryDirectory() as folder:
        for title, case in CASES.items():
            path = Path(folder) / case.name
            path.write_bytes(case.build())
            size = path.stat().st_size
            # examined below a process that has never held the file: a child starts with the peak of its parent
            done = subprocess.run([sys.executable, __file__, path], capture_output=True, text=True, check=True)
            outcome, seconds, processor, peak = json.loads(done.stdout)
            sound = outcome in case.outcomes and peak <= BOUNDS.memory and seconds <= BOUNDS.seconds_for(size) + 1
            faults += not sound
            mark = "" if sound else " not as it should be |"
            print(
                f"| {title} | {size / 1e3:,.0f} | {outcome} | {seconds:.2f} | {processor:.2f} | {peak >> 20} |{mark}",
                flush=True,
            )
    return 1 if faults else 0


if __name__ == "__main__":
    if len(sys.argv) > 1:
        examine_one(Path(sys.argv[1]))
    else:
        sys.exit(main())
