"""A step chart: what is drawn says what the figures say."""

from __future__ import annotations

import re
from decimal import Decimal

from noticegen.render.charts import HEIGHT, WIDTH, Point, chart
from noticegen.views import ChartView
from sites import moment


def drawn(*amounts: tuple[str, int]) -> ChartView:
    points = tuple(
        Point(moment(f"2026-{day} 12:00"), Decimal(amount), day, str(amount))
        for day, amount in amounts
    )
    return chart(
        "people", points, language="en", title="People", step="{value} from {day}", between=". "
    )


def numbers(path: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?[\d.]+", path)]


def test_a_figure_stays_until_the_next_one() -> None:
    """Steps and no slopes: only level and upright lines."""
    assert re.fullmatch(
        r"M[\d. ]+(?:H[\d.]+V[\d.]+)+H[\d.]+",
        drawn(("03-02", 100), ("03-09", 300), ("03-16", 200)).path,
    )


def test_heights_are_proportions_of_the_amounts() -> None:
    view = drawn(("03-02", 100), ("03-09", 400))
    low, high = (view.baseline - point.y for point in view.points)
    assert round(high / low, 2) == 4


def test_places_are_proportions_of_time() -> None:
    view = drawn(("03-02", 100), ("03-04", 200), ("03-10", 300))
    first, second, third = (point.x for point in view.points)
    assert round((third - first) / (second - first)) == 4


def test_what_is_current_goes_on_to_the_right() -> None:
    view = drawn(("03-02", 100), ("03-09", 300))
    assert numbers(view.path)[-1] > view.points[-1].x


def test_everything_stands_inside_the_drawing() -> None:
    view = drawn(("03-02", -50), ("03-09", 300), ("03-16", 0))
    assert all(0 <= point.x <= WIDTH and 0 <= point.y <= HEIGHT for point in view.points)


def test_figures_that_are_all_nothing_are_drawn_on_the_line() -> None:
    view = drawn(("03-02", 0), ("03-09", 0))
    assert {point.y for point in view.points} == {view.baseline}


def test_the_words_say_every_step() -> None:
    view = drawn(("03-02", 100), ("03-09", 300))
    assert view.title == "People"
    assert view.description == "100 from 03-02. 300 from 03-09"
