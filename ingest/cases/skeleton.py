"""The text of a new case file: valid TOML with empty quotes for what an author has to fill, and lines ready for use."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from graph.errors import WrongUsage
from graph.model.names import without_controls
from ingest.cases.beginning import Beginning, Paragraph, Sentence
from ingest.read.naming import is_personal

_LONGEST_MARK = 16
"""Characters of a quoted term in a listing: the article itself is not copied into the file."""

_TOP = """\
# 案例草稿 | a case begun by `gongjian cases new`
# 空引号 "" 处待填;填好并写入第一条事实后,gongjian cases sentences {id}.toml 列出还没有事实引用的句子,直到为空。
# Fill the empty quotes, then state facts until `gongjian cases sentences {id}.toml` lists nothing.
# 各表怎样写、有哪些代码,见 docs/reference/case-files.md;完整的例子见 tests/cases/articles/jia.toml
# How each table is written: docs/reference/case-files.md; a whole example: tests/cases/articles/jia.toml
"""
_PASSAGES = """\
# 每段一行,可去掉行首的 # 使用;起止请收到只含所引事实,定位词仍须在其中出现恰好一次
# one line for each paragraph; narrow the span to the statement, its locator has to stand in it exactly once
passages = ["""
_OVER = """\
# 标题与页面文字按写法认出,请核对;其余不是事实的写明 why
# headings and furniture as they were recognised: check them; whatever else is no fact gets its reason here
passed_over = ["""
_LISTED = """\
# 带数字、引语或机构名的句子:行 起-止 段 | 所带内容
# sentences that carry a figure, a quoted term or a body: line, start-end, paragraph | what they carry"""


def skeleton(begun: Beginning) -> str:
    """The file's text."""
    parts = [
        _TOP.format(id=begun.id),
        "\n".join(_head(begun)),
        "",
        "\n".join((_PASSAGES, *map(_passage, (each for each in begun.paragraphs if each.label)), "]")),
        "",
        "\n".join((_OVER, *_passed_over(begun), "]")),
        "",
        "\n".join((_LISTED, *map(_sentence, begun.sentences))),
    ]
    return "\n".join(parts) + "\n"


def to_fill(begun: Beginning) -> dict[str, str]:
    """What the file leaves open, by key, in Chinese and English."""
    open_keys = {
        "case.title_zh": "案例名 | short title in Chinese",
        "case.title_en": "英文案例名 | short title in English",
        "case.place_text": "地点,照原文 | place, as the article says",
        "case.place": "全文所说之地:places 中一条的编号 | key of the place that the article as a whole is about",
    }
    printed = begun.printed
    if printed.title is None:
        open_keys["source.title"] = "题名;原文未印则自拟并加方括号 | title; your own in brackets if none is printed"
    if printed.published_on is None:
        open_keys["source.filed_under"] = "原文未印日期:可论证的最晚日期 | no date is printed: latest day to be argued"
    if printed.citation is None:
        open_keys["source.citation"] = "GB/T 7714 | GB/T 7714"
    return {**open_keys, "passages": "段落 | passages", "bodies …": "事实,各引段落 | facts, each with its passages"}


def write(begun: Beginning, folder: Path) -> Path:
    """Write ``<id>.toml``; WrongUsage where there is such a file already: nothing is overwritten."""
    path = folder / f"{begun.id}.toml"
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(skeleton(begun))
    except FileExistsError as error:
        raise WrongUsage(
            f"{path.name} 已存在,未改动;请用 --id 换一个编号,或用 --to 换一个文件夹",
            f"{path.name} exists and was left as it is: give another --id, or another folder with --to",
            code="case_exists",
        ) from error
    return path


def _head(begun: Beginning) -> Iterator[str]:
    printed, source, left = begun.printed, begun.source, to_fill(begun)
    yield f"case.id = {_quoted(begun.id)}"
    for key in ("case.title_zh", "case.title_en", "case.place_text", "case.place"):
        yield _open(key, left)
    yield ""
    yield f"source.file = {_quoted(source.file)}"
    yield f"source.sha256 = {_quoted(source.sha256)}"
    yield _open("source.title", left) if printed.title is None else f"source.title = {_quoted(printed.title)}"
    for key, value in (("publisher", printed.publisher), ("author", printed.author)):
        if value is not None:
            yield f"source.{key} = {_quoted(value)}"
    if printed.published_on is None:
        yield _open("source.filed_under", left)
    else:
        yield f"source.published_on = {_quoted(printed.published_on)}"
    if printed.citation is None:
        yield f"# 出处,已识别的部分 | as far as it was recognised: {without_controls(printed.cited())}"
        yield _open("source.citation", left)
    else:
        yield f"source.citation = {_quoted(printed.citation)}"
    if source.script == "traditional":
        yield 'source.script = "traditional"'
    if source.pinyin_notes:
        yield "source.pinyin_notes = true"


def _open(key: str, left: dict[str, str]) -> str:
    return f'{key} = ""  # 待填 to fill: {left[key]}'


def _passage(paragraph: Paragraph) -> str:
    # several lines may stand at the head; an id is given once
    name = paragraph.label if paragraph.role == "text" else f"P0.l{paragraph.line}"
    locator = "" if paragraph.locator is None else paragraph.locator
    span = f"line = {paragraph.line}, start = {paragraph.start}, end = {paragraph.end}"
    line = f'{{ id = "{name}", paragraph = "{paragraph.label}", {span}, locator = {_quoted(locator)} }},'
    return f"  # {line}"


def _passed_over(begun: Beginning) -> Iterator[str]:
    for each in begun.paragraphs:
        if each.carries and each.role in ("heading", "furniture"):
            yield f'  {{ line = {each.line}, start = {each.start}, end = {each.end}, why = "{each.role}" }},'


def _sentence(sentence: Sentence) -> str:
    return f"# {sentence.line} {sentence.start}-{sentence.end} {sentence.paragraph} | {'、'.join(shortened(sentence))}"


def shortened(sentence: Sentence) -> list[str]:
    """What a sentence carries, long quotations cut, numbers of persons left out."""
    return [
        f"{mark[:_LONGEST_MARK]}…" if len(mark) > _LONGEST_MARK else mark
        for mark in map(without_controls, sentence.marks)
        if not is_personal(mark)
    ]


def _quoted(text: str) -> str:
    # a JSON string is a TOML string but for one character
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
