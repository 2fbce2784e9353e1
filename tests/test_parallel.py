"""`parallel.mapped` gives what a loop gives, whatever happens to the copies."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator

import pytest

from noticegen import parallel


def test_the_results_are_those_of_a_loop_in_the_same_order() -> None:
    for count in (0, 1, parallel.FEWEST - 1, parallel.FEWEST, parallel.FEWEST + 1, 301):
        assert parallel.mapped(lambda n: n * n, range(count)) == [n * n for n in range(count)]


def test_an_error_is_raised_as_a_loop_would_raise_it() -> None:
    def refuse(number: int) -> int:
        if number == 77:
            raise ValueError("seventy-seven")
        return number

    with pytest.raises(ValueError, match="seventy-seven"):
        parallel.mapped(refuse, range(200))


def test_the_work_of_a_copy_that_died_is_done_here() -> None:
    here = os.getpid()

    def die_elsewhere(number: int) -> int:
        if os.getpid() != here:
            os._exit(9)
        return number

    assert parallel.mapped(die_elsewhere, range(100)) == list(range(100))


def test_results_that_cannot_be_sent_are_made_here() -> None:
    def a_generator(number: int) -> Iterator[int]:
        yield number

    generators = parallel.mapped(a_generator, range(60))
    assert [next(generator) for generator in generators] == list(range(60))


def test_no_copy_is_made_while_threads_run() -> None:
    processes = []
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        processes = parallel.mapped(lambda _: os.getpid(), range(100))
    finally:
        done.set()
        thread.join()
    assert set(processes) == {os.getpid()}
