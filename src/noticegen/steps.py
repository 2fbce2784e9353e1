"""How one pure step is done for many items: anew for each, or only where what goes in is new.

A build does everything anew. The preview keeps the results of its last run, each with
everything that went into it, and compares: so that a run with and one without are the same
bytes. What goes in is compared by value; values that are shared between runs are compared by
identity first, which is what makes it quick.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, NamedTuple, Protocol, TypeVar

from noticegen.parallel import mapped

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


class Steps(Protocol):
    """A way to do steps."""

    def each(
        self,
        step: str,
        function: Callable[[_Item], _Result],
        items: Sequence[_Item],
        *,
        name: Callable[[_Item], Hashable],
        inputs: Callable[[_Item], object],
        is_heavy: bool = True,
    ) -> list[_Result]:
        """`function` of every item, in order. What is not heavy is not worth a second core.

        It must be pure: `inputs` gives everything besides constants that its result depends on.
        `name` tells the items of one run apart, and a step is done once in a run.
        """
        ...

    def apart(self, purpose: str) -> Steps:
        """The same way, for steps that are done a second time in one run for a `purpose`."""
        ...


class Anew:
    """Everything is done, on all cores."""

    def each(
        self,
        step: str,  # noqa: ARG002
        function: Callable[[_Item], _Result],
        items: Sequence[_Item],
        *,
        name: Callable[[_Item], Hashable],  # noqa: ARG002
        inputs: Callable[[_Item], object],  # noqa: ARG002
        is_heavy: bool = True,
    ) -> list[_Result]:
        """`function` of every item, in order."""
        return mapped(function, items) if is_heavy else [function(item) for item in items]

    def apart(self, purpose: str) -> Steps:  # noqa: ARG002
        """Nothing is kept, so that nothing has to be kept apart."""
        return self


ANEW = Anew()


class _Kept(NamedTuple):
    inputs: object
    result: Any


class Remembering:
    """Only what differs from the last run is done. What the last run did not need is forgotten."""

    def __init__(self) -> None:
        self._results: dict[str, dict[Hashable, _Kept]] = {}
        self._apart: dict[str, Remembering] = {}

    def each(
        self,
        step: str,
        function: Callable[[_Item], _Result],
        items: Sequence[_Item],
        *,
        name: Callable[[_Item], Hashable],
        inputs: Callable[[_Item], object],
        is_heavy: bool = True,
    ) -> list[_Result]:
        """`function` of every item, in order."""
        before = self._results.get(step, {})
        wanted = [(name(item), inputs(item)) for item in items]
        new = [
            (key, given, item)
            for (key, given), item in zip(wanted, items, strict=True)
            if (kept := before.get(key)) is None or kept.inputs != given
        ]
        done = ANEW.each(
            step,
            lambda one: function(one[2]),
            new,
            name=lambda one: one[0],
            inputs=lambda one: one[1],
            is_heavy=is_heavy,
        )
        results = {
            key: _Kept(given, result) for (key, given, _), result in zip(new, done, strict=True)
        }
        self._results[step] = {key: results.get(key) or before[key] for key, _ in wanted}
        return [kept.result for kept in self._results[step].values()]

    def apart(self, purpose: str) -> Steps:
        """A memory of its own."""
        return self._apart.setdefault(purpose, Remembering())


def once(steps: Steps, step: str, function: Callable[[_Item], _Result], given: _Item) -> _Result:
    """`function` of the one thing that goes into it."""
    [result] = steps.each(step, function, [given], name=lambda _: None, inputs=lambda item: item)
    return result


def shared(steps: Steps, step: str, value: _Item) -> _Item:
    """`value`, or the equal one of the last run, so that comparing them is quick."""
    return once(steps, step, lambda same: same, value)
