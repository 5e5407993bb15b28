"""``cases new``: a sixth case is begun from the text of an article."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.command.session import Session
from api.command.terminal import fitted
from graph.errors import WrongUsage

if TYPE_CHECKING:
    from ingest.cases.beginning import Beginning

ArticleFile = Annotated[
    Path, typer.Argument(metavar="FILE", help="原文的文本文件(UTF-8 或 GB18030)| text file of the article")
]
NewId = Annotated[
    str | None,
    typer.Option("--id", help="案例编号:小写字母、数字、下划线 | id of the case; made from the file if empty"),
]
ToFolder = Annotated[
    Path | None, typer.Option("--to", help="写到哪个文件夹(默认与原文同处)| folder to write to; that of the article")
]
RESERVED = frozenset({"all", "comparison"})
"""Ids that would be taken for the questions across cases, and for ``/v1/cases/comparison``."""


def new(session: Session, file: ArticleFile, id: NewId = None, to: ToFolder = None) -> int:
    """由一篇原文开始一个新案例:写出 <编号>.toml 草稿,不覆盖任何文件。 | Begin a case from an article's text."""
    from api.command.rosters import unwritable
    from ingest.cases.beginning import begin, default_id
    from ingest.cases.catalog import FOLDER
    from ingest.cases.skeleton import to_fill, write

    name = default_id(file) if id is None else id
    _refuse_id(name, FOLDER)
    begun = begin(file, name)
    try:
        path = write(begun, to or file.parent)
    except OSError as error:
        raise unwritable(error) from error
    fill = to_fill(begun)
    same = [each.stem for each in sorted(FOLDER.glob("*.toml")) if begun.source.sha256 in each.read_text("utf-8")]
    _say_begun(session, begun, fill, path, same)
    session.terminal.emit(_begun(begun, fill, path, same))
    return 0


def _refuse_id(name: str, folder: Path) -> None:
    import re

    if re.fullmatch(r"[a-z][a-z0-9_]*", name) is None:
        raise WrongUsage(
            "案例编号只用小写字母、数字和下划线,以字母开头,如 --id beishan",
            "an id of a case has small letters, digits and underscores and begins with a letter, as --id beishan",
            code="bad_case_id",
        )
    if name in RESERVED:
        raise WrongUsage(
            f"{name} 另有用处(跨案例的问题、案例对照),请用 --id 另取编号",
            f"{name} has a meaning of its own (questions across cases, the comparison): give another --id",
            code="bad_case_id",
        )
    if (folder / f"{name}.toml").exists():
        raise WrongUsage(
            f"已有案例 {name},请用 --id 另取编号;现有案例见 gongjian cases list",
            f"there is a case {name} already: give another --id; see `gongjian cases list`",
            code="case_exists",
        )


def _say_begun(session: Session, begun: Beginning, fill: dict[str, str], path: Path, same: Iterable[str]) -> None:
    terminal, printed = session.terminal, begun.printed
    found = (
        ("编码", begun.encoding),
        ("字体", "繁体" if begun.source.script == "traditional" else "简体"),
        ("注音", "有" if begun.source.pinyin_notes else "无"),
        ("题名", printed.title or "未印"),
        ("作者(单位)", printed.author or "未印"),
        ("来源", printed.publisher or "未印"),
        ("日期", printed.published_on or "未印"),
        ("段落", sum(1 for each in begun.paragraphs if each.role == "text")),
        ("带数字、引语或机构名的句子", len(begun.sentences)),
    )
    terminal.say(fitted(("从原文认出", ""), found, terminal.out.width))
    terminal.say(f"待填:{'、'.join(fill)}")
    for each in same:
        terminal.say(f"注意:这篇原文已有案例 {each}")
    terminal.say("草稿已写入:")
    terminal.line(str(path))
    terminal.say("填好后检查还有哪些句子没有引用(原文不在草稿旁边时先设 GONGJIAN_SOURCES):")
    terminal.line(f"gongjian cases sentences {path}")


def _begun(begun: Beginning, fill: dict[str, str], path: Path, same: list[str]) -> dict[str, object]:
    printed, source = begun.printed, begun.source
    return {
        "id": begun.id,
        "file": path,
        "source": {
            "file": source.file,
            "sha256": source.sha256,
            "encoding": begun.encoding,
            "script": source.script,
            "pinyin_notes": source.pinyin_notes,
            "title": printed.title,
            "author": printed.author,
            "publisher": printed.publisher,
            "published_on": printed.published_on,
            "citation": printed.citation,
        },
        "to_fill": fill,
        "same_article": same,
        "paragraphs": [asdict(each) for each in begun.paragraphs],
        "sentences": [asdict(each) for each in begun.sentences],
    }
