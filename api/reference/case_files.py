"""The page on how a case file is written: its tables and keys, and the vocabulary that their values are taken from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from pydantic import BaseModel

from api.command.words import worded
from api.reference.markdown import page, table
from graph.model.registry import node_types
from graph.model.types.place import LEVELS
from ingest.cases.declare import CaseHead, PassageSpan, PassedOver, Repair, SourceHead
from ingest.cases.facts import (
    BodyFact,
    CohortFact,
    ConflictFact,
    GapFact,
    MechanismFact,
    ObservationFact,
    OutcomeFact,
    PlaceFact,
    PracticeFact,
    RatioFact,
    StandardFact,
    TieDeclared,
    TieFact,
)
from ingest.cases.faults import RESERVED
from ingest.cases.vocabulary import measures, practices

TABLES: Mapping[str, tuple[str, type[BaseModel]]] = MappingProxyType(
    {
        "case": ("案例", CaseHead),
        "source": ("原文", SourceHead),
        "passages": ("段落:原文中被引用的字段", PassageSpan),
        "passages.repairs": ("段落里损坏或误植的文字", Repair),
        "passed_over": ("带数字、引语或机构名而不是事实的文字,各附理由", PassedOver),
        "places": ("地点", PlaceFact),
        "bodies": ("组织、单位、场所、品牌、文件、会议等有名称的事物", BodyFact),
        "….ties": ("与另一条事实的关系,写在该条之内", TieDeclared),
        "ties": ("别处另述的关系", TieFact),
        "cohorts": ("只有数目、没有列名的一批", CohortFact),
        "mechanisms": ("机制:常设的做法", MechanismFact),
        "standards": ("标准:要求做到的", StandardFact),
        "observations": ("数字", ObservationFact),
        "outcomes": ("无数字的成效", OutcomeFact),
        "gaps": ("未载与不记录", GapFact),
        "conflicts": ("前后不一的两个数字", ConflictFact),
        "ratios": ("比值", RatioFact),
        "practices": ("做法:与其他案例共用的名目", PracticeFact),
    }
)
"""The tables of a case file: what each holds, and its declaration."""


MEANINGS: Mapping[str, str] = MappingProxyType(
    {
        "case.id": "案例编号,与文件名相同:小写字母、数字、下划线",
        "case.title_zh": "案例名",
        "case.title_en": "英文案例名",
        "case.place_text": "地点,照原文",
        "case.place": "全文所说之地:places 中一条的编号",
        "source.file": "原文的文件名,不含文件夹",
        "source.sha256": "原文文件的指纹;原文改动后段落位置即不可用",
        "source.title": "题名;原文未印则自拟并加方括号",
        "source.publisher": "来源",
        "source.author": "撰写的单位,不写个人",
        "source.published_on": "刊发日期,原文印了才写;与 filed_under 二者必居其一",
        "source.filed_under": "原文未印日期时:可论证的最晚日期",
        "source.citation": "引文,GB/T 7714",
        "source.script": "原文的字体,不填为简体;名称、数字一律按简体核对",
        "source.pinyin_notes": "字后是否有括号注音:區(qū)",
        "line": "原文文件的行,从 1 数起",
        "start": "起始日期",
        "end": "终止日期",
        "passages.start": "起:该行第几个字符,从 0 数起",
        "passages.end": "止:最后一个字符之后",
        "passed_over.start": "起:该行第几个字符,从 0 数起",
        "passed_over.end": "止:最后一个字符之后",
        "id": "段落编号,供事实引用",
        "paragraph": "原文第几段,如 P3;P0 为题名、署名、日期",
        "locator": "定位词:2 到 16 个字,在起止之内恰好出现一次",
        "repairs": "损坏或误植的文字怎样读",
        "printed": "所印的文字",
        "reading": "应读作",
        "tier": "机械:按字节或规则可证;上下文:只凭文意",
        "passed_over.why": "为什么不是事实",
        "same_as": "重复时:已说过此事的段落",
        "key": "事实的编号,全文件不重复",
        "passages": "陈述它的段落,至少一个",
        "name": "名称;地点、机构照原文",
        "division": "区划代码;有代码则不写 level 和 within",
        "level": "级别,见下文级别表",
        "within": "在哪里之内(地点、联合会等)的编号",
        "ties": "与其他事实的关系,由同样的段落陈述",
        "type": "类型,见 model.md",
        "to": "另一方的编号",
        "role": "关系里的角色,见 model.md;没有角色的不写",
        "fields": "该类型的字段,见 model.md",
        "source": "关系的起点:一条事实的编号",
        "target": "关系的终点:一条事实的编号",
        "about": "说的是谁、是哪里:事实的编号,至少一个",
        "statement": "内容,用自己的话",
        "interval": "多久一次,或限多久",
        "standards.kind": "哪一种要求:有无、每多少配多少、频次、期限、占比、数额、清单、步骤",
        "force": "必须,还是应当",
        "applies_to": "对谁的要求,照原文",
        "comparison": "数字怎样比:不少于、多于、恰好、不多于、介于",
        "low": "下限",
        "high": "上限;没有上限的不写",
        "low_open": "下限不含在内",
        "high_open": "上限不含在内",
        "unit": "单位;数字用指标的单位,见下文指标表",
        "per": "比例的分母,如每 100 户的 100",
        "per_unit": "分母的单位",
        "items": "清单或步骤的各项",
        "measure": "指标代码,见下文指标表",
        "raw": "照原文的文字,连同量词",
        "scope": "口径:数的是什么,照原文",
        "nature": "存量、流量、比率、目标或自述",
        "as_of": "时点,原文写了才填:2019、2019-06、2019-06-30",
        "period": "流量的时段,照原文:今年以来",
        "qualifier": "限定的字眼:多、余、近、约",
        "gaps.kind": "原文未载、口径不明,或依规不录",
        "measures": "因此没有数字的指标,代码",
        "reason": "缺什么、为什么,中文",
        "reason_en": "同上,英文",
        "observations": "两个数字的编号",
        "why": "缘由",
        "title": "比值的名称",
        "numerator": "分子:一个数字的编号",
        "denominator": "分母:一个数字的编号",
        "same_scope": "两个数字口径是否一致;一致才算出比值",
        "practice": "做法代码,见下文做法表",
        "named": "原文是否用了它的名称",
        "facts": "体现它的事实的编号,至少一个",
    }
)
"""What each key means, for people who write a case; ``table.key`` where a key means several things."""


def case_files_page() -> str:
    """Every table of a case file with its keys, then the codes that may stand in them."""
    return page(
        "案例文件怎样写 | How a case file is written",
        "先用 `gongjian cases new 文章.txt --id jia` 写出草稿,再逐句引入事实,直到 `gongjian cases sentences jia.toml` "
        "一句不剩。完整的例子(虚构,各表俱全):`tests/cases/articles/jia.toml` 与它的原文 `jia.txt`;"
        "真实的见 `ingest/cases`。不认识的键会被退回;每个段落至少由一条事实引用。",
        "Begin with `gongjian cases new`; `tests/cases/articles/jia.toml` is a whole, invented example. Unknown keys "
        "are refused, and every passage is cited by some fact.",
        "「段落」的起止按字符计,从 0 数起,止不含在内;行从 1 数起。数字写成区间:「600余家」为 601 到 699;"
        "没有印的日期不写,刊发日期不代作时点。",
        *(part for name, (title, declared) in TABLES.items() for part in _table(name, title, declared)),
        *_vocabulary(),
    )


def _table(name: str, title: str, declared: type[BaseModel]) -> Iterator[str]:
    rows = (
        (f"`{key}`", field.is_required(), _values(declared, key), MEANINGS.get(f"{name}.{key}") or MEANINGS[key])
        for key, field in declared.model_fields.items()
    )
    yield f"## {title} `{name}`"
    yield table(("键 | key", "必填 | required", "取值 | values", "含义"), rows)


def _values(declared: type[BaseModel], key: str) -> str:
    """What a key takes, from the schema of its declaration."""
    whole = declared.model_json_schema()
    found = whole["properties"][key]
    found = next((each for each in found.get("anyOf", ()) if each.get("type") != "null"), found)
    if "enum" in found:
        return "、".join(f"`{each}` {_in_words(key, each)}".strip() for each in found["enum"])
    if "pattern" in found:
        return next((words for part, words in _PATTERNS.items() if part in found["pattern"]), "文字 text")
    return _KINDS.get(found.get("type", ""), "表 table")


def _in_words(key: str, code: str) -> str:
    told = str(worded(key, code))
    return "" if told == code else told


_PATTERNS = {"[YMWD]": "时长 duration,如 `P3M`", r"\d{6}": "区划代码 division code", "A-Za-z": "编号 key,如 `JIA-S1`"}
"""What the patterns of texts mean, by a part of each."""
_KINDS = {
    "string": "文字 text",
    "integer": "整数 integer",
    "number": "数 number",
    "boolean": "`true`、`false`",
    "array": "若干 several",
    "object": "名 = 值 names and values",
}


def _vocabulary() -> Iterator[str]:
    yield "## 指标代码 | Measures (`observations.measure`)"
    yield "没有合适的指标时,加在 `ingest/cases/vocabulary/measures.toml`。 | Where none fits, add one there."
    yield table(
        ("代码 | code", "指标", "measure", "单位 | unit"),
        ((f"`{code}`", each.title_zh, each.title_en, each.unit) for code, each in measures().items()),
    )
    yield "## 做法代码 | Practices (`practices.practice`)"
    yield table(
        ("代码 | code", "做法", "怎样算有 | what has to be there"),
        ((f"`{code}`", each.title_zh, each.meaning) for code, each in practices().items()),
    )
    yield "## 地点的级别 | Levels (`places.level`)"
    yield table(("代码 | code", "级别"), ((f"`{code}`", title) for code, title in LEVELS.items()))
    yield "## 类型 | Types (`bodies.type`)"
    yield "各类型的字段(`fields`)、细类(`kind`)和关系(`ties`)见 [model.md](model.md)。"
    yield table(
        ("代码 | code", "类型", "meaning"),
        ((f"`{name}`", each.title_zh, each.meaning) for name, each in node_types().items() if name not in RESERVED),
    )
