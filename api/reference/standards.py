"""The page of the standards."""

from __future__ import annotations

from collections.abc import Iterable

from api.command.standards import FORCES, SUBJECTS, source_zh
from api.reference.markdown import page, table
from graph.analysis.standards import FRESHNESS_DAYS, Rule, rules
from graph.disclosure.standards import people_columns
from graph.model.types.standard import COMPARISONS, STANDARD_KINDS

_SHARED = (
    "判断分三种:达标、未达标、待核实。缺户数、面积、日期等任何一项而不能判断的都是待核实,并说出缺什么、怎么补;"
    f"名册没有列出的,只有 {FRESHNESS_DAYS} 天内的完整名册(全量)才能说明没有;会议、协议、活动、考核和经费,"
    "要有载到期限以后的台账才能说明没有。按人数检核的标准只给数据管理员看。\n\n"
    "A subject is met, not met or to check; what is missing and how to mend it is told. That something is not there is "
    f"shown only by a complete roster at most {FRESHNESS_DAYS} days old; of meetings, agreements, activities, "
    "assessments and money, by a register that reaches past the last day allowed. Standards of numbers of people are "
    "for stewards. The marks S1, S2 … are texts of the study of the field; wording taken from them is to be compared "
    "with the regulation itself."
)


def standards_page() -> str:
    """Every standard: how it is checked, where it stands, or why it cannot be checked."""
    every = rules().values()
    checked = [rule for rule in every if rule.checkable]
    listed = table(
        ("标准 | standard", "标题 | title", "约束力 | force", "对象 | subject"),
        ((f"[`{rule.id}`](#{rule.id})", rule.title_zh, FORCES[rule.force], SUBJECTS[rule.subject]) for rule in checked),
    )
    others = table(
        ("标准 | standard", "标题 | title", "出处 | source", "缘由 | reason"),
        (
            (f"`{rule.id}`", f"{rule.title_zh} {rule.title_en}", source_zh(rule), f"{rule.reason_zh} {rule.reason_en}")
            for rule in every
            if not rule.checkable
        ),
    )
    return page(
        "标准 | Standards",
        "每个标准是 `graph/analysis/standards/rules` 里的一个 `.toml` 文件,数字都在文件里。预期的行见 "
        "`tests/cases/standards`。用法:`gongjian standards`、`gongjian standards 标准 --against 另一个标准`、"
        "`/v1/standards`、`graph.standards(scope)`。",
        "A standard is one `.toml` file, which alone holds its figures.",
        _SHARED,
        listed,
        *(part for rule in checked for part in _rule(rule)),
        "## 无法检核的标准 | Standards that cannot be checked",
        others,
    )


def _rule(rule: Rule) -> Iterable[str]:
    assert rule.evidence is not None
    yield f"## {rule.id}"
    yield f"**{rule.title_zh} | {rule.title_en}.** {_asked(rule)}"
    rows = [
        (
            "类别 | kind",
            f"{STANDARD_KINDS[rule.kind]} {rule.kind},{FORCES[rule.force]} {rule.force},第 {rule.version} 版",
        ),
        ("适用 | asked of", f"{rule.asked_of_zh} {rule.asked_of_en}"),
        ("检核对象 | subjects", f"{SUBJECTS[rule.subject]},`{rule.evidence.question}`"),
        ("出处 | source", source_zh(rule)),
        ("有效期 | in force", f"{rule.valid_from or '…'} – {rule.valid_to or '…'}"),
        ("据以判断没有的名册 | roster that tells absence", _formats(rule)),
        ("整改 | remedy", f"{rule.remedy_zh} {rule.remedy_en}"),
        ("说明 | note", f"{rule.note_zh or ''} {rule.note_en or ''}".strip()),
        ("仅限角色 | only for", "数据管理 steward" if people_columns(rule) else ""),
    ]
    yield table(("", ""), ((name, told) for name, told in rows if told))


def _formats(rule: Rule) -> str:
    named = [rule.evidence.absence if rule.evidence else None, *(item.absence for item in rule.items)]
    return "、".join(f"`{each}`" for each in dict.fromkeys(named) if each is not None)


def _asked(rule: Rule) -> str:
    """What is asked, in figures."""
    if rule.requires is None:
        return ";".join(f"{item.zh}{'' if item.column else '(名册不登记)'}" for item in rule.items)
    asked = rule.requires
    if asked.one_of:
        return f"`{asked.value}`: {', '.join(asked.one_of)}"
    figure = f"{asked.low:g}" if asked.high is None else f"{asked.low:g} – {asked.high:g}"
    per = "" if asked.per is None else f" / {asked.per:g} {asked.per_zh}"
    share = "" if rule.share is None else f" · {rule.share:.0%}"
    return f"`{asked.value}` {COMPARISONS[asked.comparison]} {figure} {asked.unit_zh}{per}{share}"
