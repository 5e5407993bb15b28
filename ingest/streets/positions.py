"""Points of lines to WGS-84; a point that is out of place is named by its feature."""

from __future__ import annotations

from array import array

import numpy as np

from ingest.clean.coordinates import EAST, NORTH, SOUTH, WEST, Crs, to_wgs84
from ingest.clean.problems import CellProblem
from ingest.read.problems import file_problem
from ingest.streets.lines import Lines


def to_wgs84_lines(lines: Lines, crs: Crs, name: str) -> Lines:
    """The lines with their points in WGS-84; RosterProblem names the first feature that lies outside the mainland.

    One such point is mostly one of many: columns exchanged, metres of a projection. So the whole file is refused.
    """
    lon, lat = np.frombuffer(lines.longitude), np.frombuffer(lines.latitude)
    outside = np.flatnonzero(~((lon >= WEST) & (lon <= EAST) & (lat >= SOUTH) & (lat <= NORTH)))
    if len(outside):
        point = int(outside[0])
        feature = lines.feature[int(np.searchsorted(np.frombuffer(lines.begins, np.int64), point, side="right")) - 1]
        try:
            to_wgs84(float(lon[point]), float(lat[point]), crs)
        except CellProblem as problem:
            raise file_problem(
                problem.code, name, f"的要素 {feature}:{problem.zh}", f"feature {feature}: {problem.en}"
            ) from problem
    if crs in (Crs.GCJ02, Crs.BD09):
        # most points belong to several lines, and a shift has to be undone step by step
        written, which = np.unique(lon + 1j * lat, return_inverse=True)
        moved = np.array([to_wgs84(each.real, each.imag, crs) for each in written]).reshape(-1, 2)
        lines.longitude, lines.latitude = (array("d", moved[which, axis].tobytes()) for axis in (0, 1))
    return lines
