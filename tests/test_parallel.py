from __future__ import annotations

import operator
import os
import signal
import threading
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest

from kg.errors import WorkerDied
from kg.machine import cores
from kg.parallel import BATCH, IN_FLIGHT, INLINE, interrupts_later, ordered_map

# What is sent to other processes must be importable there, which functions of a test module are not.
power_of_two: Callable[[], Callable[[int], int]] = partial(partial, pow, 2)
called: Callable[[], Callable[[Callable[[], Any]], Any]] = partial(partial, operator.call)


def test_one_process_and_many_give_the_same_in_the_same_order() -> None:
    items = list(range(3 * INLINE))
    expected = [2**item for item in items]
    assert list(ordered_map(power_of_two, items, processes=1)) == expected
    assert list(ordered_map(power_of_two, items, processes=2)) == expected


def test_few_items_start_no_process() -> None:
    assert set(ordered_map(called, [os.getpid] * INLINE, processes=2)) == {os.getpid()}


def test_many_items_are_done_elsewhere_and_drawn_only_as_fast_as_results_are_taken() -> None:
    drawn = 0

    def items() -> Iterator[Callable[[], int]]:
        nonlocal drawn
        for _ in range(10_000):
            drawn += 1
            yield os.getpid

    results = ordered_map(called, items(), processes=2)
    first = next(results)
    assert first != os.getpid()
    assert drawn <= 2 * IN_FLIGHT * BATCH + 1
    results.close()


def test_heavy_items_travel_in_small_batches() -> None:
    weights = []

    def weighed(item: Any) -> int:
        weights.append(item)
        return 600

    results = ordered_map(power_of_two, range(1000), processes=2, weight=weighed, heaviest=1000)
    assert next(results) == 1
    assert len(weights) <= 2 * IN_FLIGHT + 1, "two such items are too heavy for one batch"
    results.close()


def test_nothing_is_made_for_nothing() -> None:
    def never() -> Callable[[int], int]:
        raise AssertionError("made for no item")

    assert list(ordered_map(never, [])) == []


def test_errors_come_through() -> None:
    items: list[Any] = [os.getpid] * INLINE * 2 + [partial(operator.truediv, 1, 0)]
    for processes in (1, 2):
        with pytest.raises(ZeroDivisionError):
            list(ordered_map(called, items, processes=processes))


def test_a_process_that_ends_is_an_error_in_words() -> None:
    items: list[Any] = [os.getpid] * INLINE * 2 + [partial(os._exit, 3)]
    with pytest.raises(WorkerDied, match="--processes 1"):
        list(ordered_map(called, items, processes=2))


def test_cores_are_counted() -> None:
    assert 1 <= cores() <= (os.cpu_count() or 1)


def test_an_interrupt_while_work_is_handed_out_is_not_lost() -> None:
    handed_out = False
    with pytest.raises(KeyboardInterrupt), interrupts_later():
        # To this thread: a signal to the process may be taken by another one, such as that of a runner of tests.
        signal.pthread_kill(threading.get_ident(), signal.SIGINT)
        handed_out = True
    assert handed_out
