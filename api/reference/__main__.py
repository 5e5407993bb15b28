"""``python -m api.reference docs/reference``."""

from __future__ import annotations

import sys
from pathlib import Path

from api.reference import write

write(Path(sys.argv[1]))
