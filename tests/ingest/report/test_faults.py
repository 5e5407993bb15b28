from __future__ import annotations

import ast
from pathlib import Path

import ingest
from ingest.report.faults import FAULTS, fault_zh

# function → the position of its code among the arguments
CALLS = {"CellProblem": 0, "Remark": 0, "PlaceholderDate": 0, "_wrong_check": 0, "Fault": 1}


def _codes() -> set[str]:
    """Every code that the sources write down where a row is returned."""
    found: set[str] = set()
    root = Path(ingest.__file__).parent
    for package in ("clean", "check", "load"):
        for path in (root / package).glob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
                    code = node.args[CALLS[node.func.id]]
                    if isinstance(code, ast.Constant):
                        found.add(code.value)
    return found


def test_every_reason_for_which_a_row_comes_back_has_words() -> None:
    codes = _codes()
    assert len(codes) > 30
    assert codes - set(FAULTS) == set()


def test_the_words_are_chinese_and_an_unknown_code_stands_for_itself() -> None:
    assert all(any("\u4e00" <= each <= "\u9fff" for each in text) for text in FAULTS.values())
    assert fault_zh("required") == "必填项没有填写"
    assert fault_zh("a_code_of_later") == "a_code_of_later"
