"""Why a row came back, or what is told of a loaded one, by code: in few words, without what a cell held."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

FAULTS: Final[Mapping[str, str]] = {
    "required": "必填项没有填写",
    "nothing_named": "没有写明是谁,或除名称外没有可导入的内容",
    "gone_without_date": "名称里写有「已撤销」一类字样;请从名称中删去,另填停用日期或状态",
    "mark_of_end": "名称里的「已撤销」一类字样不算名称,已去掉",
    "end_before_start": "结束日期早于开始日期",
    "unknown_verdict": "结论只能是相同、不同或不确定",
    "unknown_key": "核对键被改动;请用 gongjian review 重新生成核对表",
    "shuffled_row": "此行的名称与核对键对不上,可能排序时没有选整行",
    "no_returned_row": "退回编号不是这份名册的退回行",
    "no_yes_or_no": "应填「是」或「否」",
    "unknown_category": "不在可选类别之中;可填的见 gongjian formats 格式名",
    "personal_data": "含有个人信息(姓名、证件号、电话等);请删去",
    "identity_number": "填的是个人证件号码;请删去,改填单位代码",
    "text_too_long": "文字过长,请写摘要",
    "error_cell": "单元格是公式错误值(如 #REF!)",
    "damaged_text": "含有乱码或打不出的字;请改成规范的字",
    "distorted_number": "编码列为数值格式,已失真;请设为文本格式后重新填写",
    "no_number": "不是可识别的数字",
    "no_whole_number": "应填不小于 0 的整数",
    "two_qualifiers": "同时用了两种约数说法",
    "rough_number": "是约数或范围,此列需要确数",
    "other_unit": "单元格里的单位与列标题的单位不同类",
    "double_scale": "列标题已写明单位,单元格又写了「万」或「亿」",
    "reversed_range": "范围的前一个数大于后一个数",
    "no_date": "不是可识别的日期;请写成 2024-06-30、2024-06 或 2024",
    "no_period": "不是可识别的起止时间;请写成 2024-01至2026-12",
    "impossible_date": "日期不存在(月份或日子超出范围)",
    "placeholder_date": "是系统留空时自动写入的日期(如 1900-01-01)",
    "ambiguous_date": "日期列为数值格式,1月与10月无法区分;请改为文本",
    "two_digit_year": "年份只有两位;请写四位",
    "implausible_year": "年份超出合理范围",
    "legacy_registration_number": "是15位旧工商注册号;请换成18位统一社会信用代码",
    "code_length": "代码位数不对",
    "code_alphabet": "含有代码不用的字符;请核对是否把 0 写成 O、1 写成 I",
    "unclear_share": "列标题写明单位是 %,单元格是不大于1的数,无法确定大小;请写成带 % 的文字",
    "one_code_two_names": "同一代码写了两个名称,请核对代码",
    "one_name_two_codes": "同一名称有不同的编码,按不同的记录导入;若实为一个,请核对编码",
    "vacant_post": "岗位空缺,已如实记为空缺",
    "leading_zero": "编码为数值格式,丢了开头的 0,已按校验位补回",
    "code_check": "代码校验不符,可能抄错一位",
    "organisation_check": "组织机构代码校验不符,可能抄错一位",
    "division_code": "行政区划代码应为6、9或12位数字",
    "no_code": "不是代码",
    "crs_missing": "有经纬度而没有写坐标系",
    "unknown_crs": "坐标系不明;请写 WGS-84、CGCS2000、GCJ-02 或 BD-09",
    "outside_mainland": "坐标不在境内范围",
    "swapped_coordinates": "经度与纬度写反了",
    "projected_coordinates": "像是投影坐标(米),不是经纬度",
}
"""Code of ``ingest.clean``, ``ingest.check`` or ``ingest.load`` → why, in Chinese."""


def fault_zh(code: str) -> str:
    """The reason in words; a code of another version of the program stands for itself."""
    return FAULTS.get(code, code)


FINDINGS: Final[Mapping[str, str]] = {
    "two_codes_of_one_thing": "名册把几个只能有一个的代码连在一起,没有合并;请核对并改正名册里的代码",
    "name_of_another": "说是同一个,但两边的名称、代码已分属两个对象,没有合并;确为同一个的,请在核对表里选「相同」",
}
"""Code of ``graph.store.fold.codes.Finding`` → what the rosters contradict each other in, and what was made of it."""


def finding_zh(code: str) -> str:
    """A contradiction of the rosters in words."""
    return FINDINGS.get(code, code)
