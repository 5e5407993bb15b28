"""``review``: names and addresses that may mean one thing, put before a steward, who decides in a workbook."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.command.rosters import unwritable
from api.command.session import Session, command
from api.command.terminal import fitted
from graph.errors import WrongUsage

if TYPE_CHECKING:
    from graph.store.ledger import Ledger
    from ingest.names.review import Review

LIMIT = 5_000
"""Questions in one workbook: more than a person answers; the rest comes with the next one."""
FINDINGS_SHOWN = 10

Workbook = Annotated[
    Path | None, typer.Argument(help="写到哪个 .xlsx(默认在数据文件夹的 review 里)| the workbook to write")
]
Limit = Annotated[int, typer.Option("--limit", min=1, help="最多列出多少问 | questions at most")]


def review(session: Session, path: Workbook = None, limit: Limit = LIMIT) -> int:
    """列出可能是同一个的名称、单位所在楼栋等,由管理员逐条定夺。 | List what may be one thing, for a steward.

    写出一个工作簿:每行一问,旁附依据;在「结论」列选相同、不同或不确定,保存后用 gongjian load 导入即生效。
    没有管理员的结论,什么都不会合并;合并可用 gongjian undo 撤回,或以后改为「不同」。
    别名表(类别、正式名称、别名,可加代码、所在社区、启用日期、停用日期)也用 gongjian load 导入。
    Writes a workbook of questions with their evidence; choose 相同 (same), 不同 (different) or 不确定 (unsure) in
    each row, save, and load it. Nothing is ever merged without that; `gongjian undo` or a later 不同 takes it back.
    """
    if path is not None and path.suffix.lower() != ".xlsx":
        raise WrongUsage("核对表应为 .xlsx 文件", "the review must be an .xlsx file")
    if path is not None and path.exists():
        raise WrongUsage(
            f"{path.name} 已存在,里面可能有填好的结论;请换一个文件名",
            f"{path.name} exists and may hold answers: give another name",
            code="file_exists",
        )
    with session.ledger() as ledger:
        if ledger is None or not ledger.sequence:
            session.terminal.say("还没有导入过;用 gongjian load 导入名册")
            session.terminal.emit({"review": None, "candidates": {}, "findings": []})
            return 0
        _write(session, ledger, path, limit)
    return 0


def _write(session: Session, ledger: Ledger, path: Path | None, limit: int) -> None:
    import secrets

    from api.objections import STATES_ZH, State, objections
    from ingest.names.known import known
    from ingest.names.review import review as reviewed
    from ingest.names.workbook import write_review

    found = reviewed(known(ledger))
    objected = objections(session.settings, state=State.OPEN)
    synthetic = any(file.live and file.synthetic for file in ledger.files())
    number, day = secrets.token_hex(4), date.today()
    place = path or session.settings.data / "review" / f"review-{day.isoformat()}-{number}.xlsx"
    try:
        texts = [
            f"异议 {each.id}({STATES_ZH[each.state]},{each.at[:10]})单位 {each.unit_name};记录 {each.record};"
            f"字段 {each.field or '(整条)'};异议:{each.said};应为:{each.wished or '(未写)'}"
            for each in objected
        ]
        write_review(found, place, number, day, synthetic=synthetic, limit=limit, objections=texts)
    except OSError as error:
        raise unwritable(error) from error
    session.terminal.mark(synthetic)
    _say(session, found, place, limit)
    if objected:
        session.terminal.say(
            f"单位提出的异议 {len(objected)} 条待答复,见「单位异议」一页和 gongjian objections list --role steward"
        )
    session.terminal.emit(
        {
            "review": str(place),
            "number": number,
            "day": day,
            "candidates": found.counts(),
            "written": min(limit, len(found.candidates)),
            "decided": len(found.decided),
            "findings": [{"code": each.code, "type": each.type, "anchors": each.anchors} for each in found.findings],
            "unanswered": len(found.unanswered),
            "objections": [each.id for each in objected],
            "synthetic": synthetic,
        }
    )


def _say(session: Session, found: Review, place: Path, limit: int) -> None:
    from ingest.names.review import KINDS
    from ingest.names.workbook import finding_zh

    terminal = session.terminal
    rows = [(KINDS[kind], count) for kind, count in found.counts().items() if count]
    if rows:
        terminal.say(fitted(("待核对", "条"), rows, terminal.out.width))
    else:
        terminal.say("没有待核对的名称或地址")
    if len(found.candidates) > limit:
        terminal.say(f"本表列出最有把握的 {limit} 条,其余 {len(found.candidates) - limit} 条下次列出")
    if found.decided:
        terminal.say(f"以前的结论 {len(found.decided)} 条,在「已核对」一页,可改")
    for each in found.findings[:FINDINGS_SHOWN]:
        terminal.say(finding_zh(found.known, each))
    rest = max(0, len(found.findings) - FINDINGS_SHOWN) + len(found.unanswered)
    if rest:
        terminal.say(f"还没有对上、也没有相近名称的,以及其他矛盾:{rest} 条,见「名册的矛盾」一页")
    if not rows and not found.decided:
        return
    terminal.say("核对表已写入下面的文件;在「结论」列选好后保存,再导入(可先加 --dry-run 看会怎样):")
    terminal.line(f"gongjian load {place}")


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(app)(review)
