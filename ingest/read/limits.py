"""Limits on what one file may ask of the machine; each is far above any real roster."""

from __future__ import annotations

from typing import Final

MAX_FILE_BYTES: Final = 200 * 1024 * 1024
MAX_ENTRIES: Final = 2_000
MAX_UNZIPPED_BYTES: Final = 512 * 1024 * 1024
# A sheet of repetitive rows packs 10 to 30 times; a bomb packs hundreds of times.
MAX_RATIO: Final = 100
RATIO_MATTERS_FROM: Final = 32 * 1024 * 1024
# The reader allocates the whole box around the cells of a sheet: 20 million cells are about half a gigabyte.
MAX_BOX: Final = 20_000_000
# Below this a box is harmless however empty; above it, a box must be filled to one part in MAX_SPARSITY.
HARMLESS_BOX: Final = 3_000_000
MAX_SPARSITY: Final = 50
# Rows without a cell cost time, though hardly any memory.
HARMLESS_ROWS: Final = 100_000
MAX_SHEETS: Final = 255
# One worker process: a million rows of thirteen columns take about 3 GB of address space and two minutes.
MAX_WORKER_BYTES: Final = 4 * 1024**3
MAX_SECONDS: Final = 60.0
MAX_SECONDS_PER_MEGABYTE: Final = 10.0


def is_hollow(rows: int, columns: int, cells: int) -> bool:
    """Whether so few cells are filled that the rest of the box is a trap or a slip of the hand."""
    box = rows * columns
    return (box > HARMLESS_BOX or rows > HARMLESS_ROWS) and max(box, rows) > MAX_SPARSITY * cells


def box_too_big(rows: int, columns: int, cells: int) -> bool:
    """Whether a box of rows × columns around that many filled cells must not be handed to the reader."""
    return rows * columns > MAX_BOX or is_hollow(rows, columns, cells)
