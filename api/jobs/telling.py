"""A job as the API tells of it, and what OpenAPI says of that."""

from __future__ import annotations

from typing import Any

from api.access import Caller
from api.jobs.declare import Kinds
from api.jobs.job import STATES_ZH, Job, State

Schema = dict[str, Any]
_TEXT: Schema = {"type": "string"}
_INSTANT: Schema = {"type": ["string", "null"], "format": "date-time"}


_DONE = {"share": 1.0, "zh": STATES_ZH[State.DONE], "en": "done"}


def told(job: Job, who: Caller, kinds: Kinds) -> dict[str, object]:
    """The document of a job; of somebody else's without its parameters and what is known so far."""
    own = job.of(who)
    # what is reported last is not always the end
    progress = {**(job.progress or {}), **(_DONE if job.state is State.DONE else {})}
    kind = kinds.get(job.what)
    return {
        "id": job.id,
        "what": job.what,
        "title_zh": job.what if kind is None else kind.title_zh,
        "title_en": job.what if kind is None else kind.title_en,
        "key": job.key,
        "state": job.state.value,
        "state_zh": STATES_ZH[job.state],
        "cancelling": job.cancelling and job.state is State.RUNNING,
        "parameters": dict(job.parameters) if own else None,
        "progress": progress.get("share"),
        "progress_zh": progress.get("zh"),
        "progress_en": progress.get("en"),
        "known": progress.get("known", {}) if own else {},
        "created": job.created,
        "started": job.started,
        "ended": job.ended,
        "data_as_of": job.parameters.get("as_of"),
        "version": job.version,
        "problem": job.problem,
        "result": f"/v1/jobs/{job.id}/result" if own and job.state is State.DONE else None,
    }


JOB: Schema = {
    "type": "object",
    "properties": {
        "id": _TEXT,
        "what": {**_TEXT, "description": "任务种类 | kind of job"},
        "title_zh": _TEXT,
        "title_en": _TEXT,
        "key": {**_TEXT, "description": "开始任务的密钥编号 | id of the key that began it"},
        "state": {"enum": [state.value for state in State]},
        "state_zh": _TEXT,
        "cancelling": {"type": "boolean", "description": "已要求停止 | it was asked to stop"},
        "parameters": {"type": ["object", "null"], "description": "别人的任务不显示 | null of somebody else's job"},
        "progress": {"type": ["number", "null"], "minimum": 0, "maximum": 1},
        "progress_zh": {"type": ["string", "null"]},
        "progress_en": {"type": ["string", "null"]},
        "known": {"type": "object", "description": "至今已知的数字,如最优值、界、差距 | figures that stand already"},
        "created": {"type": "string", "format": "date-time"},
        "started": _INSTANT,
        "ended": _INSTANT,
        "data_as_of": {"type": ["string", "null"], "format": "date", "description": "统计时点 | date of the answer"},
        "version": {"type": ["integer", "null"], "description": "结果所依的图版本 | version of the graph"},
        "problem": {
            "type": ["object", "null"],
            "properties": {"code": _TEXT, "detail_zh": _TEXT, "detail_en": _TEXT},
            "required": ["code", "detail_zh", "detail_en"],
            "additionalProperties": False,
        },
        "result": {"type": ["string", "null"], "description": "结果的地址 | address of the result"},
    },
    "additionalProperties": False,
}
JOB["required"] = list(JOB["properties"])
LISTED: Schema = {
    "type": "object",
    "properties": {"jobs": {"type": "array", "items": JOB}, "next_cursor": {"type": ["string", "null"]}},
    "required": ["jobs", "next_cursor"],
    "additionalProperties": False,
}


def body_schema(kinds: Kinds) -> Schema:
    """The body that begins a job: one shape for each kind."""
    shapes = [
        {
            "type": "object",
            "title": kind.name,
            "description": f"{kind.title_zh} | {kind.title_en}",
            "properties": {"what": {"const": kind.name}, "parameters": _inlined(kind.parameters.model_json_schema())},
            "required": ["what"],
            "additionalProperties": False,
        }
        for kind in kinds.values()
    ]
    return {"oneOf": shapes}


def _inlined(schema: Schema) -> Schema:
    """The schema without references: where it is put, its own ``$defs`` are not found."""
    defined = schema.pop("$defs", {})

    def replaced(part: Any) -> Any:  # noqa: ANN401 - any JSON
        if isinstance(part, dict):
            if "$ref" in part:
                return replaced(defined[part["$ref"].rpartition("/")[2]])
            return {name: replaced(value) for name, value in part.items()}
        return [replaced(each) for each in part] if isinstance(part, list) else part

    inlined: Schema = replaced(schema)
    return inlined
