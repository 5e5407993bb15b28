"""What a file, a sheet and a column are called in ledger, reports and errors: a name that holds personal data is not.

Files come as «单位名册(联系人…电话…).xlsx», and their names are kept and shown as long as the graph lives. Such a name
is scanned like free text; what it tells of the date or the kind of roster is then lost with it, and has to be given.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

from ingest.clean.named import find_named
from ingest.clean.personal import find_personal

_PERSONAL_HEADING: Final = "表头含个人信息"
_DIGEST: Final = 8


def is_personal(text: str) -> bool:
    """Whether a name of a file, sheet or column holds a number of a person, or names one by a word for who it is."""
    plain = text.replace("_", " ")  # an underscore parts words in names of files
    return find_personal(plain) is not None or find_named(plain) is not None


def file_name(path: Path) -> str:
    """The name of a file without its folder; where that is personal, one made of what is in the file.

    Of its content, not of its name: a digest of a name with a telephone in it could be searched for the telephone.
    """
    if not is_personal(path.stem):
        return path.name
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()[:_DIGEST]
    except OSError:
        digest = "?"  # whoever reads it says what is wrong
    return f"文件-{digest}{path.suffix}"


def sheet_name(name: str, position: int) -> str:
    """The name of a sheet; where that is personal, its place in the workbook, from 1."""
    return f"工作表{position}" if is_personal(name) else name


def heading(text: str, index: int) -> str:
    """The heading of a column (zero-based) as written; where that is personal, the place of the column."""
    return f"(第{index + 1}列,{_PERSONAL_HEADING})" if text and is_personal(text) else text


def was_personal(heading: str) -> bool:
    """Whether :func:`heading` has put another one in the place of what was written."""
    return heading.endswith(f"{_PERSONAL_HEADING})")
