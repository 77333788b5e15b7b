"""A small map of Latin America and the Caribbean with a dot for each country asked for.

The outline is drawn by hand, in whole and half degrees: it shows where in the region a country is, and nothing more.
"""

from collections.abc import Iterable

Point = tuple[float, float]
"""Degrees of longitude and latitude."""

_MAINLAND = (
    "-117,32.5 -115.5,29.5 -112.3,26.5 -110,23 -109.5,23.3 -111.2,26 -113,29 -114.7,31.7 -112.5,30 -110,27 -108.5,25.3 -106.4,23.2 "
    "-105.3,21.5 -105.5,20.3 -103.5,18.3 -101,17.3 -98,16 -95,16 -94,16.2 -92.3,14.5 -90,13.7 -87.6,13.1 -85.8,11 -85.8,10 "
    "-84.8,9.7 -83.6,8.5 -82,8 -81,7.4 -80,7.5 -80.2,8.3 -79.3,9 -78.2,8 -77.9,7.2 -77.3,6 -77.5,4 -78.9,1.8 -80,0.8 -80.5,-0.5 "
    "-81,-2.2 -80,-2.6 -79.9,-3.3 -81.3,-4.5 -80.9,-6 -79.5,-7.8 -78,-10.5 -76.3,-13.8 -74,-15.8 -71.3,-17.7 -70.2,-18.7 "
    "-70.2,-22 -70.7,-26 -71.5,-30 -71.7,-33 -73.3,-37 -73.5,-40 -74,-43.5 -74.5,-46 -75.5,-48 -74.8,-51 -72.5,-53.5 -69,-55.3 "
    "-65.2,-54.7 -68,-53 -69,-51.5 -67.5,-48.8 -65.8,-47.5 -67.5,-46 -65.3,-45 -65,-42.5 -63.7,-42.5 -65,-41 -62.3,-40.5 "
    "-62,-39 -58,-38.3 -57,-36.5 -57.3,-35.5 -58.4,-34.3 -57,-34.5 -55,-34.9 -53.5,-34 -50.5,-30.5 -48.7,-28.3 -48.6,-26 "
    "-46.5,-24.1 -44.5,-23 -42,-23 -41,-22 -39.8,-19.5 -39,-17 -38.9,-13 -37,-11 -35,-8.5 -34.9,-6.5 -36,-5.1 -38.5,-3.7 "
    "-41.5,-2.8 -44.3,-2.5 -46.5,-1 -48.5,-0.5 -50.3,0.5 -50,2 -51.5,4.2 -54,5.9 -57,6 -58.5,7 -60.5,8.6 -62,10 -62.5,10.6 "
    "-64.5,10.2 -66,10.6 -68.3,10.7 -69.8,11.6 -71.5,11 -71.7,12.3 -73.5,11.3 -75,11 -75.6,10 -76.8,8.5 -77.5,8.7 -79,9.5 "
    "-80,9.3 -81.5,8.9 -82.6,9.6 -83.6,11 -83.6,13 -83.2,14.9 -85,15.9 -87,15.8 -88.3,15.8 -88.6,16.3 -88.1,18.2 -87.5,19 "
    "-86.9,21 -87.2,21.5 -90.3,21.1 -90.5,19.8 -91.5,18.6 -94.3,18.2 -95.8,18.8 -97,20.5 -97.7,22.5 -97.3,25.8 -99.2,26.4 "
    "-100.5,28.5 -101.5,29.8 -103,29 -104.5,29.7 -106.4,31.8 -108.2,31.8 -111,31.3 -114.8,32.5"
)
_LANDS = (
    _MAINLAND,
    "-84.8,21.9 -83,23 -80.5,23.1 -77.5,21.8 -75.5,20.9 -74.2,20.2 -77.5,19.9 -77.2,20.6 -78.5,21.2 -81.8,22.2 -84,21.9",
    "-74.4,18.4 -72.6,18.7 -73.3,19.8 -71.7,19.8 -69.8,19.6 -68.4,18.6 -70,18.3 -71.4,17.7 -72.5,18.2",
    "-78.3,18.4 -77,18.4 -76.3,18 -77.2,17.8 -78.2,18.1",
    "-67.2,18.4 -65.7,18.4 -65.8,18 -67.2,18",
    "-61.9,10.7 -61,10.8 -61,10.1 -61.8,10.1",
)
"""The mainland, Cuba, Hispaniola, Jamaica, Puerto Rico, Trinidad."""
_ISLETS = (
    "-78,26.6 -77.5,24.3 -76,23.5 -73.5,22.5 -62.8,17.3 -61.8,17.1 -61.4,16.2 -61.4,15.4 -61,14.6 -61,13.9 -61.2,13.3 -61.7,12.1 "
    "-59.5,13.2"
)
_WHERE = {
    "AG": (-61.8, 17.1), "AR": (-64, -35), "BB": (-59.5, 13.2), "BO": (-64.5, -17), "BR": (-51, -11), "BS": (-77.4, 25),
    "BZ": (-88.7, 17.1), "CL": (-71, -33.5), "CO": (-73.5, 4), "CR": (-84.1, 9.9), "CU": (-79, 22), "DM": (-61.4, 15.4),
    "DO": (-70.3, 19), "EC": (-78.4, -1), "GD": (-61.7, 12.1), "GT": (-90.4, 15.5), "GY": (-58.9, 5), "HN": (-86.7, 14.8),
    "HT": (-72.6, 19), "JM": (-77.3, 18.1), "KN": (-62.7, 17.3), "LC": (-61, 13.9), "MX": (-102, 23.5), "NI": (-85.2, 12.9),
    "PA": (-80, 8.6), "PE": (-75.5, -9.5), "PR": (-66.4, 18.2), "PY": (-58.4, -23.2), "SR": (-56, 4.2), "SV": (-88.9, 13.7),
    "TT": (-61.4, 10.5), "UY": (-56, -33), "VC": (-61.2, 13.3), "VE": (-66.5, 7.5),
}  # fmt: skip
_WEST, _NORTH, _EAST, _SOUTH = -119.0, 34.0, -33.0, -57.0
_SCALE = 2.0
"""Drawing units per degree of latitude; a degree of longitude is narrower by `_NARROWER`, as near the middle of the region."""
_NARROWER = 0.95
SIZE = ((_EAST - _WEST) * _NARROWER * _SCALE, (_NORTH - _SOUTH) * _SCALE)


def is_known(country: str) -> bool:
    """Whether the map has this country."""
    return country in _WHERE


def region_map(countries: Iterable[str], radius: float = 5) -> bytes:
    """The drawing, as an SVG without text; the same bytes each time. Countries that aren't on the map get no dot.

    `radius` of a dot is in drawing units (see `SIZE`).
    """
    lands = "".join(f'<polygon points="{" ".join(map(_point, _points(land)))}"/>' for land in _LANDS)
    islets = "".join(_circle(point, 0.9) for point in _points(_ISLETS))
    dots = "".join(_circle(_WHERE[code], radius) for code in sorted({*countries} & _WHERE.keys()))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE[0]:.0f} {SIZE[1]:.0f}">'
        f'<g fill="#e4e4e4" stroke="#666666" stroke-width="0.9" stroke-linejoin="round">{lands}</g><g fill="#666666">{islets}</g>'
        f'<g fill="#111111" stroke="#ffffff" stroke-width="1.6">{dots}</g></svg>'
    ).encode()


def _points(text: str) -> list[Point]:
    return [(float(east), float(north)) for east, _, north in (pair.partition(",") for pair in text.split())]


def _place(point: Point) -> Point:
    return (point[0] - _WEST) * _NARROWER * _SCALE, (_NORTH - point[1]) * _SCALE


def _point(point: Point) -> str:
    x, y = _place(point)
    return f"{x:.1f},{y:.1f}"


def _circle(point: Point, radius: float) -> str:
    x, y = _place(point)
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}"/>'
