"""Files of streets as drawing programs write them, around 120° E 30° N."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

DEGREE = 1e-5
"""About one metre."""


def at(east: float, north: float, height: float | None = None) -> list[float]:
    """A position so many hundred-thousandths of a degree from 120° E 30° N."""
    found = [round(120 + east * DEGREE, 9), round(30 + north * DEGREE, 9)]
    return found if height is None else [*found, height]


def line(*positions: list[float], **tags: object) -> dict[str, Any]:
    return {"type": "Feature", "properties": tags, "geometry": {"type": "LineString", "coordinates": list(positions)}}


def collection(*features: object, **more: object) -> dict[str, Any]:
    return {"type": "FeatureCollection", **more, "features": list(features)}


def write(path: Path, content: object) -> Path:
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path


def osm(nodes: dict[int, list[float]], ways: dict[int, tuple[list[int], dict[str, str]]]) -> str:
    """An extract of OpenStreetMap as XML."""
    text = ['<?xml version="1.0" encoding="UTF-8"?>', '<osm version="0.6">']
    text += [f'<node id="{key}" lon="{lon:.7f}" lat="{lat:.7f}"/>' for key, (lon, lat) in nodes.items()]
    for key, (refs, tags) in ways.items():
        text.append(f'<way id="{key}">')
        text += [f'<nd ref="{ref}"/>' for ref in refs]
        text += [f'<tag k="{name}" v="{value}"/>' for name, value in tags.items()]
        text.append("</way>")
    return "\n".join([*text, "</osm>"])
