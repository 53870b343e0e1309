"""Results are kept for one state, up to a size, the ones not asked for longest going first."""

from __future__ import annotations

from cityweave.store.cache import OVERHEAD, SHARE, ResultCache
from cityweave.store.interface import Moment, QueryRequest


def key(number: int) -> tuple[QueryRequest, str]:
    return QueryRequest(f"ASK {{ ?s ?p {number:06} }}"), "json"


def test_a_result_is_given_for_its_own_state_only() -> None:
    cache, first, second = ResultCache(1_000_000), Moment.now(), Moment.now()
    cache.put(key(1), first, b"old")
    assert cache.get(key(1), first) == b"old"
    assert cache.get(key(1), second) is None
    cache.put(key(2), second, b"new")
    assert cache.get(key(1), first) is None
    assert cache.get(key(2), second) == b"new"


def test_dataset_and_format_belong_to_the_key() -> None:
    cache, state = ResultCache(1_000_000), Moment.now()
    cache.put((QueryRequest("ASK {}"), "json"), state, b"1")
    assert cache.get((QueryRequest("ASK {}"), "xml"), state) is None
    assert cache.get((QueryRequest("ASK {}", ("http://g/1",)), "json"), state) is None
    assert cache.get((QueryRequest("ASK {}", (), ("http://g/1",)), "json"), state) is None


def test_what_was_not_asked_for_longest_is_forgotten() -> None:
    body = b"x" * 500
    cost = len(body) + len(key(0)[0].text) + OVERHEAD
    cache, state = ResultCache(20 * cost), Moment.now()
    for number in range(20):
        cache.put(key(number), state, body)
    assert cache.get(key(0), state) == body
    cache.put(key(20), state, body)
    assert cache.get(key(0), state) == body
    assert cache.get(key(1), state) is None
    cache.put(key(0), state, body)  # again: counted once
    assert all(cache.get(key(number), state) for number in range(2, 21))


def test_a_large_result_does_not_drive_out_the_others() -> None:
    cache, state = ResultCache(16_000), Moment.now()
    cache.put(key(1), state, b"x")
    cache.put(key(2), state, b"x" * (16_000 // SHARE + 1))
    assert cache.get(key(1), state) == b"x"
    assert cache.get(key(2), state) is None


def test_a_cache_of_no_size_keeps_nothing() -> None:
    cache, state = ResultCache(0), Moment.now()
    cache.put(key(1), state, b"")
    assert cache.get(key(1), state) is None
