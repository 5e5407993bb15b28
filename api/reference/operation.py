"""The pages of settings and errors."""

from __future__ import annotations

import inspect

from api import problems
from api.reference.markdown import page, table
from graph import errors
from graph.settings import Settings

ERRORS = {
    "GongjianError": "本项目主动报出的各种错误之总称",
    "WrongUsage": "命令或请求写得不对,请改后再试",
    "NotFound": "没有这个名称、编号或导入,请查对",
    "Refused": "这个角色或规则不允许",
    "RosterProblem": "文件不能这样导入,请先改正;没有记入任何内容",
    "StoreUnavailable": "图数据库没有应答,请启动或稍候",
    "LoadInProgress": "正在导入,请稍候再问",
    "StoreBusy": "另一个导入正在写入,请等它结束",
    "StoreFull": "磁盘或内存不足,请腾出空间",
    "StoreMismatch": "数据文件夹、底账与图不是一套,或属更新的版本",
    "StoreError": "图数据库拒绝了程序的语句:程序的问题,请附日志反馈",
    "UnsupportedPlatform": "本平台没有内嵌引擎,请用 Neo4j 地址",
    "Unfinished": "已记入底账,图未写完;下次打开时自动补齐",
    "Unauthorised": "(接口)密钥无效",
    "Stale": "(接口)图已更新,分页要从头取",
    "NotAcceptable": "(接口)没有客户端要的格式",
    "Conflict": "(接口)与当前状态不符,如任务尚未完成",
    "TooMany": "(接口)同一密钥同时进行的太多,请等前面的结束",
    "InvalidParameters": "(接口)请求参数不对,逐项列出",
}
EXITS = {
    0: ("完成", "done"),
    1: ("失败,没有记入任何内容", "failed, nothing recorded"),
    2: ("命令写得不对", "wrong usage"),
    3: ("完成,有退回待改的行", "done, rows were returned"),
    4: ("已记入底账,图待补齐", "recorded, the graph will be rolled forward"),
}


def settings_page() -> str:
    """Every setting with its variable, default and help text."""
    rows = (
        (
            f"`GONGJIAN_{name.upper()}`",
            f"`{name}`",
            _default(field.default),
            *(field.description or "").split(" | "),
        )
        for name, field in Settings.model_fields.items()
    )
    return page(
        "设置 | Settings",
        "用环境变量,或工作文件夹里 `gongjian.toml` 的同名项;变量优先。",
        "From environment variables, else `gongjian.toml` in the working folder.",
        table(("变量 | variable", "gongjian.toml", "默认 | default", "含义", "meaning"), rows),
    )


def _default(value: object) -> str:
    return "无 none" if value is None else f"`{value}`"


def errors_page() -> str:
    """Every error with its code, exit code and HTTP status."""
    found = [
        each
        for module in (errors, problems)
        for each in vars(module).values()
        if inspect.isclass(each) and issubclass(each, errors.GongjianError) and each.__module__ == module.__name__
    ]
    rows = (
        (
            each.__name__,
            f"`{each.code}`",
            each.exit_code,
            each.http_status,
            ERRORS[each.__name__],
            inspect.getdoc(each),
        )
        for each in found
    )
    headings = ("类 | class", "代码 | code", "退出码 | exit code", "HTTP", "含义", "meaning")
    return page(
        "错误 | Errors",
        "每条信息说明在哪里、下一步做什么,不含单元格内容。个别错误带有更细的代码。",
        "Every message says where and what next and never holds a cell's value. Some bear a finer code.",
        table(headings, ((*row[:5], (row[5] or "").splitlines()[0]) for row in rows)),
        "## 退出码 | Exit codes",
        table(("退出码 | exit code", "含义", "meaning"), ((code, *texts) for code, texts in EXITS.items())),
    )
