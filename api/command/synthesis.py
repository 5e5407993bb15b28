"""``synth``: invented rosters of a subdistrict, a district or a city, sound or with planted dirt; needs no graph."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.command.rosters import unwritable
from api.command.session import Session, command
from api.command.terminal import fitted
from graph.errors import WrongUsage

if TYPE_CHECKING:
    from ingest.synthetic import Written, WrittenFile

Folder = Annotated[Path, typer.Argument(help="写到哪个文件夹 | folder to write to")]
Seed = Annotated[int, typer.Option("--seed", help="随机种子;同种子同内容 | equal seeds give equal files")]
CaseName = Annotated[
    str,
    typer.Option(
        "--case",
        help="以哪个案例公布的总数为准:beishan、yantai、lianyun、zhengzhou、beihai | "
        "the published case whose totals are met",
    ),
]
Buildings = Annotated[
    int | None, typer.Option("--buildings", min=100, help="楼栋数,其他按比例 | buildings; all else in proportion")
]
WithDirt = Annotated[
    bool,
    typer.Option(
        "--dirt",
        help="故意写错一部分,并在 synthetic/planted.csv 记下错在哪里、应当怎样处理 | "
        "plant what real rosters have wrong, with a ledger of it",
    ),
]
_SHOWN = 30
"""Files that are listed; a city has hundreds."""


def synth_subdistrict(
    session: Session, folder: Folder, seed: Seed = 1, case: CaseName = "beishan", dirt: WithDirt = False
) -> int:
    """写一个虚构街道的名册,满足所选案例公布的总数(演示数据)。 | Rosters of one invented area that meet a case's totals.

    案例说的是区或市时,写的就是区或市。 | Where the case is a district or a city, so is the area.
    """
    from ingest.synthetic import assert_totals, case_rosters, cases_with_totals, not_carried

    if case not in cases_with_totals():
        known = "、".join(cases_with_totals())
        raise WrongUsage(f"没有案例 {case};可用:{known}", f"there is no case {case}; there are: {known}")
    try:
        written = case_rosters(folder, case=case, seed=seed, dirt=dirt)
    except OSError as error:
        raise unwritable(error) from error
    _say_files(session, written.files, folder, seed)
    if not dirt:
        # dirt makes rows that nobody can count; the clean books prove the totals
        met = assert_totals(folder, case=case)
        rows = [(each.passage, each.published, each.value, each.how) for each in met]
        session.terminal.say(fitted(("段落", "公布", "名册中", "怎样满足"), rows, session.terminal.out.width))
    left = [(", ".join(each.passages), each.reason) for each in not_carried(case)]
    if left:
        session.terminal.say(fitted(("段落", "名册载不了的原因"), left, session.terminal.out.width))
    # the first of its places stands for that of the case
    place, meant = next(iter(written.stands_for.items()))
    session.terminal.say(f"「{place}」代表{meant};导入并载入案例后,可与文章逐条核对、回答案例的问题:")
    session.terminal.line(f"gongjian cases check {case} --scope {place}")
    session.terminal.line(f"gongjian cases questions {case} --scope {place}")
    session.terminal.emit(
        _machine(written)
        | {
            "case": case,
            "not_carried": [{"passages": each.passages, "reason": each.reason} for each in not_carried(case)],
        }
    )
    return 0


def synth_district(
    session: Session, folder: Folder, seed: Seed = 1, buildings: Buildings = None, dirt: WithDirt = False
) -> int:
    """写一个虚构区的名册,按街道分文件(演示数据)。 | Rosters of one invented district, by subdistrict."""
    from ingest.synthetic import district
    from ingest.synthetic.areas import DISTRICT_BUILDINGS
    from ingest.synthetic.streets import STREETS

    try:
        written = district(folder, seed=seed, buildings=buildings or DISTRICT_BUILDINGS, dirt=dirt)
    except OSError as error:
        raise unwritable(error) from error
    _say_files(session, written.files, folder, seed)
    session.terminal.say("步行距离可沿街道计算,先导入路网:")
    session.terminal.line(f"gongjian streets {folder / STREETS}")
    session.terminal.emit(_machine(written) | {"streets": str(folder / STREETS)})
    return 0


def synth_city(
    session: Session, folder: Folder, seed: Seed = 1, buildings: Buildings = None, dirt: WithDirt = False
) -> int:
    """写一个虚构市的名册,内存占用与规模无关(演示数据)。 | Rosters of one invented city, in bounded memory."""
    from ingest.synthetic import city
    from ingest.synthetic.areas import CITY_BUILDINGS

    try:
        with session.terminal.progress("写名册") as advance:
            files = city(
                folder,
                seed=seed,
                buildings=buildings or CITY_BUILDINGS,
                dirt=dirt,
                on_slice=lambda name, position, of: advance(position, of),
            )
    except OSError as error:
        raise unwritable(error) from error
    _say_files(session, files, folder, seed)
    session.terminal.emit({"folder": folder, "seed": seed, "synthetic": True, "files": _files(files)})
    return 0


def _say_files(session: Session, files: tuple[WrittenFile, ...], folder: Path, seed: int) -> None:
    from ingest.formats.catalog import formats

    terminal = session.terminal
    terminal.mark(True)
    rows = [
        (each.path.name, formats()[each.format].title_zh, each.edition, "完整" if each.complete else "部分", each.rows)
        for each in files[:_SHOWN]
    ]
    terminal.say(fitted(("文件", "名册", "统计时点", "版次", "行"), rows, terminal.out.width))
    if len(files) > _SHOWN:
        terminal.say(f"… 共 {len(files)} 个文件,{sum(each.rows for each in files)} 行")
    terminal.say(f"已写入 {folder}(种子 {seed})。导入:gongjian load {folder}")


def _machine(written: Written) -> dict[str, object]:
    return {
        "folder": str(written.folder),
        "seed": written.seed,
        "synthetic": True,
        "files": _files(written.files),
        "totals": dict(written.totals),
        "planted": len(written.planted) + sum(1 for each in written.dirt if each.dirt.outcome == "returned"),
        "pending": len(written.pending),
        "stands_for": dict(written.stands_for),
    }


def _files(files: Iterable[WrittenFile]) -> list[dict[str, object]]:
    return [
        {
            "file": each.path.name,
            "format": each.format,
            "edition": each.edition,
            "scope": each.scope,
            "complete": each.complete,
            "rows": each.rows,
        }
        for each in files
    ]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    synth = typer.Typer(no_args_is_help=True, help="写虚构名册(演示数据)| write invented rosters")
    command(synth, "subdistrict")(synth_subdistrict)
    command(synth, "district")(synth_district)
    command(synth, "city")(synth_city)
    app.add_typer(synth, name="synth")
