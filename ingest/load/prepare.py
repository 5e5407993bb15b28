"""Read and check files: everything that can be known of a Load before it is recorded."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from graph.errors import NotFound
from graph.store.ledger import FileDraft, Ledger
from ingest.load.editions import superseded
from ingest.load.options import LoadOptions
from ingest.load.outcome import FileOutcome, Prepared
from ingest.load.pool import examine_all
from ingest.load.unchanged import is_unchanged
from ingest.read.naming import file_name

SUFFIXES = (".xlsx", ".xls", ".et", ".csv", ".toml")
OnFile = Callable[[str, int, int], None]
"""Called when a file is begun or done, with its name, the place in the queue (from 1) and the number of files."""
OnRows = Callable[[str, int, int], None]
"""Called now and then for long files, with the file's name, its rows checked so far, and its rows."""


def prepare(
    paths: Iterable[Path],
    options: LoadOptions,
    ledger: Ledger,
    on_file: OnFile | None = None,
    on_rows: OnRows | None = None,
) -> Prepared:
    """Read and check all files; raises for a file that cannot be loaded at all, so that nothing is half done.

    Files that the ledger holds already are told by their bytes and not read; the others are examined in worker
    processes, which a hostile file may end: RosterProblem names it.
    """
    files = _files(paths)
    sequence = ledger.sequence  # before anything is looked up: what is recorded meanwhile must make the commit refuse
    recorded = ledger.files()
    same = [path for path in files if is_unchanged(path, options, recorded)]
    read = [path for path in files if path not in same]
    outcomes = _examined(read, options, ledger, on_file, on_rows)
    _refuse_unmet(options, outcomes)
    known = {(file.sha256, file.roster, file.edition, file.complete) for file in recorded if file.live}
    fresh = [each for each in outcomes if _identity(each.draft) not in known]
    drafts = [each.draft for each in fresh]
    again = [each.draft.name for each in outcomes if _identity(each.draft) in known]
    return Prepared(
        files=tuple(fresh),
        unchanged=tuple(dict.fromkeys([*(file_name(path) for path in same), *again])),
        withdraws=superseded(recorded, drafts, options) if drafts else frozenset(),
        plan=_plan(drafts, options, ledger.id, sequence),
        sequence=sequence,
    )


def _examined(
    files: Sequence[Path], options: LoadOptions, ledger: Ledger, on_file: OnFile | None, on_rows: OnRows | None
) -> list[FileOutcome]:
    done: set[Path] = set()

    def tell_file(path: Path, is_done: bool) -> None:
        if is_done:
            done.add(path)
        if on_file is not None:
            on_file(file_name(path), min(len(done) + 1, len(files)), len(files))

    def tell_rows(path: Path, checked: int, of: int) -> None:
        if on_rows is not None:
            on_rows(file_name(path), checked, of)

    return examine_all(files, options, ledger, tell_file, tell_rows)


def _files(paths: Iterable[Path]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = [each for each in path.iterdir() if each.suffix.lower() in SUFFIXES and each.name[0] not in "~."]
            found += sorted(inside)
        elif path.is_file():
            found.append(path)
        else:
            raise NotFound(f"找不到文件 {file_name(path)}", f"there is no file {file_name(path)}")
    if not found:
        raise NotFound("没有可导入的文件(.xlsx .xls .et .csv)", "there is no file to load (.xlsx .xls .et .csv)")
    return found


def _refuse_unmet(options: LoadOptions, outcomes: Sequence[FileOutcome]) -> None:
    """A sheet that a format was given for and that no file has: the word would else be lost in silence."""
    met = {grounds.sheet for each in outcomes for grounds in each.taken_for}
    for sheet, _ in options.sheet_formats:
        if sheet not in met:
            names = "、".join(sorted(met))
            raise NotFound(
                f"--format 写的工作表「{sheet}」不在这些文件里;有表格的工作表:{names}",
                f"--format names the sheet {sheet}, which is in none of the files; sheets with a table: {names}",
            )


def _identity(draft: FileDraft) -> tuple[str, str, str, bool]:
    return draft.sha256, draft.roster, draft.edition, draft.complete


def _plan(drafts: Sequence[FileDraft], options: LoadOptions, ledger: str, sequence: int) -> str:
    """Names what a dry run showed: the same files under the same options on the same ledger."""
    content = [ledger, sequence, options.replaces, options.adds_to, sorted(map(_identity, drafts))]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:12]
