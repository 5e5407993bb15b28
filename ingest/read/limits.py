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
MAX_SHEETS: Final = 255


def box_too_big(rows: int, columns: int, cells: int) -> bool:
    """Whether a box of rows × columns around that many filled cells must not be handed to the reader."""
    box = rows * columns
    return box > MAX_BOX or (box > HARMLESS_BOX and box > MAX_SPARSITY * cells)
