"""Straight lines in metres between points in degrees, exact on the ellipsoid: one measure for houses and streets.

A point's place in space is taken on the ellipsoid of WGS-84 (height 0), and the straight line is the chord: over a way
d it is shorter than the geodesic by d³/24R², one part in a million at 30 km. Being a distance in space it holds
anywhere, needs no zone of a projection, and a way made of pieces is never shorter than the straight line.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
_Angle = tuple[Floats, Floats]  # sine and cosine

AXIS: Final = 6_378_137.0
"""Semi-major axis of the ellipsoid of WGS-84, m."""
ECCENTRICITY_SQUARED: Final = 0.006_694_379_990_141_3165
"""Of the same ellipsoid."""
EARTH_RADIUS: Final = 6_371_008.8
"""Mean radius, m: for bounds, not for lengths; a degree differs from its sphere by up to 0.6 %."""
_AT_ONCE: Final = 1 << 14
"""Points whose sines are taken in one go: what they need stays in the processor's cache."""
_SMALL: Final = 0.02
"""Radians (130 km) below which four terms of the series are enough: what is left out is less than 1e-18."""


@dataclass(frozen=True, slots=True)
class LocalFrame:
    """East, north and up in metres at a reference point, the axes of all coordinates of one computation.

    It is a turn of space, so straight lines keep their length however far the reference is; near it the third
    coordinate is small, which is what a k-d tree wants.
    """

    longitude: float
    latitude: float

    @classmethod
    def amid(cls, longitude: ArrayLike, latitude: ArrayLike) -> LocalFrame:
        """The frame in the middle of the box around points in degrees; those without position (NaN) do not count."""
        middles = []
        for degrees in (longitude, latitude):
            known = np.asarray(degrees, np.float64)
            known = known[np.isfinite(known)]
            middles.append(float(known.min() + known.max()) / 2 if len(known) else 0.0)
        return cls(*middles)

    def coordinates(self, longitude: ArrayLike, latitude: ArrayLike) -> Floats:
        """Coordinates (n, 3) in metres of n points in degrees WGS-84; the reference point is the origin."""
        lon, lat = np.asarray(longitude, np.float64), np.asarray(latitude, np.float64)
        found = np.empty((len(lon), 3))
        for begin in range(0, len(lon), _AT_ONCE):
            part = slice(begin, begin + _AT_ONCE)
            found[part] = self._turned(lon[part], lat[part])
        return found

    def _turned(self, longitude: Floats, latitude: Floats) -> Floats:
        here = np.array([np.radians(self.latitude)])
        sine, cosine = np.sin(here), np.cos(here)
        up = _sine_cosine(np.radians(latitude - self.latitude))
        # sines of sums: what is near the reference is a small angle away from it
        at = (sine * up[1] + cosine * up[0], cosine * up[1] - sine * up[0])
        across, beside, along = _in_space(_sine_cosine(np.radians(longitude - self.longitude)), at)
        own, _, own_along = _in_space(_sine_cosine(np.zeros(1)), (sine, cosine))
        across, along = across - own, along - own_along
        return np.column_stack((beside, along * cosine - across * sine, along * sine + across * cosine))


def metres_between(
    from_longitude: ArrayLike, from_latitude: ArrayLike, to_longitude: ArrayLike, to_latitude: ArrayLike
) -> Floats:
    """Straight lines in metres between points in degrees WGS-84, pair by pair; shapes as NumPy broadcasts them."""
    degrees = (np.asarray(each, np.float64) for each in (from_longitude, from_latitude, to_longitude, to_latitude))
    west, south, east, north = (np.radians(each) for each in degrees)
    # from the meridian of the first point: small differences of longitude lose no digits
    first = _in_space(_sine_cosine(np.zeros_like(west)), _sine_cosine(south))
    second = _in_space(_sine_cosine(east - west), _sine_cosine(north))
    squares = sum(np.square(there - here) for here, there in zip(first, second, strict=True))
    return np.asarray(np.sqrt(squares), np.float64)


def metres_per_degree(latitude: ArrayLike) -> tuple[Floats, Floats]:
    """Metres of a degree of longitude and of one of latitude at a latitude: scales of the plane that touches there."""
    lat = np.radians(np.asarray(latitude, np.float64))
    root = 1 - ECCENTRICITY_SQUARED * np.square(np.sin(lat))
    degree = AXIS * np.pi / 180
    return degree * np.cos(lat) / np.sqrt(root), degree * (1 - ECCENTRICITY_SQUARED) / root**1.5


def _in_space(turn: _Angle, latitude: _Angle) -> tuple[Floats, Floats, Floats]:
    """Places on the ellipsoid in metres from its centre: towards the meridian turned from, east of it, north."""
    sine, cosine = latitude
    normal = AXIS / np.sqrt(1 - ECCENTRICITY_SQUARED * sine * sine)
    out = normal * cosine
    return out * turn[1], out * turn[0], (1 - ECCENTRICITY_SQUARED) * normal * sine


def _sine_cosine(angle: Floats) -> _Angle:
    """Both, of radians; of angles as within a city by their series, there exact to the last digit and much faster."""
    if not np.abs(angle).max(initial=0.0) < _SMALL:
        return np.sin(angle), np.cos(angle)
    square = angle * angle
    sine = angle * (1 - square / 6 * (1 - square / 20 * (1 - square / 42)))
    return sine, 1 - square / 2 * (1 - square / 12 * (1 - square / 30))
