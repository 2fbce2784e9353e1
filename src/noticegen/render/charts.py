"""A history of numbers  ->  a small step chart as drawn by inline SVG, with its words.

A figure stays what it was until the moment of the next one: steps, and no slopes that would
claim values nobody knew. The axis begins at zero, so that a bar's height is its amount.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from noticegen.views import ChartPoint, ChartView

WIDTH, HEIGHT = 640, 160
_MARGIN = 12


class Point(NamedTuple):
    """From a moment on, an amount; both with their words."""

    moment: datetime
    amount: Decimal
    day: str
    text: str


def chart(
    id_: str,
    points: tuple[Point, ...],
    *,
    language: str,
    title: str,
    step: str,
    between: str,
) -> ChartView:
    """The drawing of at least two points in order of time.

    Its words are in `language`; `step` puts one point into words (``{day}``, ``{value}``), and
    `between` stands between two.
    """
    first, last = points[0].moment, points[-1].moment
    # What is current goes on beyond the last change, by a fifth of the time there was.
    seconds = (last - first).total_seconds() * 1.2
    low = min(Decimal(0), *(point.amount for point in points))
    high = max(Decimal(0), *(point.amount for point in points))
    height = HEIGHT - 2 * _MARGIN

    def x(moment: datetime) -> float:
        share = (moment - first).total_seconds() / seconds
        return round(_MARGIN + share * (WIDTH - 2 * _MARGIN), 1)

    def y(amount: Decimal) -> float:
        share = float((amount - low) / (high - low)) if high > low else 0.0
        return round(_MARGIN + (1 - share) * height, 1)

    drawn = [(x(point.moment), y(point.amount)) for point in points]
    path = f"M{drawn[0][0]:g} {drawn[0][1]:g}"
    for across, up in drawn[1:]:
        path += f"H{across:g}V{up:g}"
    path += f"H{WIDTH - _MARGIN}"
    return ChartView(
        id=id_,
        language=language,
        title=title,
        description=between.join(step.format(day=p.day, value=p.text) for p in points),
        width=WIDTH,
        height=HEIGHT,
        path=path,
        area=f"{path}V{y(Decimal(0)):g}H{drawn[0][0]:g}Z",
        baseline=y(Decimal(0)),
        points=tuple(ChartPoint(*place) for place in drawn),
    )
