"""Which roster and which edition a file is: options first, then the file itself, then its format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.errors import NotFound, WrongUsage
from graph.model.statement import Reference, scope_reference
from graph.model.time import Moment
from graph.store.ledger import FileDraft, FileEntry
from ingest.check.detect import Recognised
from ingest.check.stamp import Stamp, read_stamp
from ingest.formats.declare import Format
from ingest.load.options import ISSUER, REVIEW, LoadOptions


@dataclass(frozen=True, slots=True)
class Edition:
    """What a file is, before its rows are looked at."""

    issuer: str
    scope: str
    moment: Moment
    complete: bool
    synthetic: bool
    origin: str

    @property
    def scope_reference(self) -> Reference:
        """The scope as rows refer to it."""
        return scope_reference(self.scope)


def edition_of(file: str, sheets: Sequence[Recognised], options: LoadOptions, addition: FileEntry | None) -> Edition:
    """Settle issuer, scope, date and completeness of one file; WrongUsage says which is missing and how to give it."""
    declared = sheets[0].declared
    texts = [each.text for sheet in sheets for each in sheet.table.ignored if each.text]
    texts += [text for sheet in sheets for text in sheet.sheet.above]
    stamp = read_stamp([*texts, *(sheet.sheet.name for sheet in sheets)], file)
    if addition is not None:
        return Edition(
            addition.issuer,
            addition.scope,
            Moment.parse(addition.edition),
            addition.complete,
            addition.synthetic,
            f"随导入 {addition.load} | as load {addition.load}",
        )
    moment, origin = (options.edition, "命令选项 | option") if options.edition else (stamp.edition, stamp.edition_from)
    if moment is None:
        raise date_missing(file)
    return Edition(
        (options.issuer or ISSUER).replace("|", "/"),  # the bar parts a roster key
        options.scope or stamp.scope or _own_scope(file, declared, sheets),
        moment,
        _complete(declared, options, stamp),
        stamp.synthetic,
        origin,
    )


def _complete(declared: Format, options: LoadOptions, stamp: Stamp) -> bool:
    if declared.editions == "events":
        return False  # a list of events never says that others did not happen
    if options.complete is not None:
        return options.complete
    return bool(stamp.complete)  # partial unless somebody says otherwise: it closes nothing


def _own_scope(file: str, declared: Format, sheets: Sequence[Recognised]) -> str:
    """A list of places is its own scope: the shortest code in it."""
    if declared.nature == "reference":
        for sheet in sheets:
            index = next((index for index, name in sheet.columns.items() if name == "code"), None)
            codes = [str(row.cells[index]) for row in sheet.table.rows if index is not None and row.cells[index]]
            if codes:
                return min(codes, key=lambda code: (len(code), code))
    raise scope_missing(file)


def date_missing(file: str) -> WrongUsage:
    """A file that does not say its date."""
    return WrongUsage(
        f"{file} 没有写明统计时点;请用 --edition 给出(如 --edition 2024-06-30),或在标题下写「截至2024年6月30日」",
        f"{file} does not say its date: give it with --edition (such as --edition 2024-06-30)",
        code="edition_missing",
    )


def scope_missing(file: str) -> WrongUsage:
    """A file that does not say its scope."""
    return WrongUsage(
        f"{file} 没有写明范围;请用 --scope 给出区划代码(如 --scope 330106002),或在标题下写「范围:330106002」",
        f"{file} does not say its scope: give the division code with --scope (such as --scope 330106002)",
        code="scope_missing",
    )


def addition_to(files: Sequence[FileEntry], declared: Format, load: int) -> FileEntry:
    """The live file of a load that a file of this format adds to, among all files on record."""
    found = [file for file in files if file.load == load and file.format == declared.name and file.live]
    if not found:
        raise NotFound(
            f"导入 {load} 里没有可补充的「{declared.title_zh}」;用 gongjian loads 查看",
            f"load {load} has no live {declared.name} to add to: see `gongjian loads`",
        )
    return found[0]


def superseded(files: Sequence[FileEntry], drafts: Sequence[FileDraft], options: LoadOptions) -> frozenset[int]:
    """The files that ``--replaces`` withdraws; refuses a second file of one roster and date without a word on it."""
    live = [file for file in files if file.live]
    withdrawn: set[int] = set()
    seen: dict[tuple[str, str], str] = {}
    for draft in drafts:
        key = (draft.roster, draft.edition)
        if key in seen and options.adds_to is None and not _mends(draft):
            raise _second(draft, seen[key], None)
        seen[key] = draft.name
        same = [file for file in live if (file.roster, file.edition) == key]
        if not same or options.adds_to is not None or _mends(draft):
            continue
        if draft.format != REVIEW and options.replaces not in {file.load for file in same}:
            raise _second(draft, same[0].name, same[0].load)
        # of a review loaded again the last answers count;
        # the whole edition gives way: the file, what was added to it, and what mended its returned rows
        withdrawn |= {file.id for file in same}
    if options.replaces is not None and not withdrawn:
        raise NotFound(
            f"导入 {options.replaces} 里没有同一名册、同一时点的文件可替换;用 gongjian loads 查看",
            f"load {options.replaces} has no file of the same roster and date to replace: see `gongjian loads`",
        )
    return frozenset(withdrawn)


def _mends(draft: FileDraft) -> bool:
    return any(row.mends is not None for row in draft.rows)


def _second(draft: FileDraft, other: str, load: int | None) -> WrongUsage:
    if load is None:
        where = "本次要导入"
        zh = "请分开导入:是同一本名册的另一部分,后一个加 --adds-to 前一个的导入编号"
        en = "load them one by one: with --adds-to LOAD where the second is another part of the first"
    else:
        where = f"导入 {load} "
        zh = f"改正它用 --replaces {load};是它的另一部分用 --adds-to {load}"
        en = f"use --replaces {load} to correct it, --adds-to {load} for another part of it"
    return WrongUsage(
        f"{draft.name} 与{where}的 {other} 是同一种名册、同一时点({draft.edition});"
        f"{zh};是另一本名册的,用 --issuer 写明由谁编制(如 --issuer 社会组织科)",
        f"{draft.name} is a second file of the same roster and date ({draft.edition}) as {other}: {en}; "
        "where it is a roster of its own, name who keeps it with --issuer",
        code="second_file",
    )
