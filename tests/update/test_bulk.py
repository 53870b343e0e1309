"""Long data updates are read in the quick way, and mean the same as in the slow one."""

from __future__ import annotations

import pytest

from cityweave.errors import QuerySyntaxError
from cityweave.store import EmbeddedStore
from cityweave.update import bulk, perform

FILLING = "# filling\n" * 12_000
DATA = r"""PREFIX e: <http://e/x>
INSERT DATA { GRAPH e:g { e:a e:p "}{ \" ' #" , '''{"}''' , <http://e/'#> } # }
  e:b\#c e:p <<( e:a e:p 1 )>> . }"""


def quads(text: str) -> set[str]:
    store = EmbeddedStore()
    perform(store, text)
    return {str(quad) for quad in store.quads()}


@pytest.mark.parametrize(
    "text",
    [
        DATA,
        DATA + r" ; DELETE DATA { e:b\#c e:p <<( e:a e:p 1 )>> } ; ",
        "insert data { <a:a> <a:p> 1 , 2 } ;\nDelete  Data{ <a:a> <a:p> 2 }\n",
        "BASE <http://e/> INSERT DATA {} ; INSERT DATA { <a> <p> <o> }",
        "INSERT DATA { <http://e/a> <http://e/p> [ <http://e/q> 'x' ] }",
    ],
)
def test_the_quick_way_means_the_same(text: str) -> None:
    assert bulk.bulk(text) is None
    assert bulk.bulk(FILLING + text) is not None
    slow, quick = quads(text), quads(FILLING + text)
    assert len(slow) == len(quick) > 0
    assert {one for one in slow if "_:" not in one} == {one for one in quick if "_:" not in one}


@pytest.mark.parametrize(
    "text",
    [
        "CLEAR ALL",
        "INSERT DATA {} ; LOAD <http://127.0.0.1/>",
        "INSERT DATA {} INSERT DATA {}",
        "INSERT DATA { <a:a> <a:b> 'x }",
        "INSERT DATA { <a:a> <a:b> 1",
        "INSERT DATA { <a:a> <a:b> _:x } ; INSERT DATA { <a:a> <a:b> _:x }",
        "INSERT DATA {} ; PREFIX e: <http://e/> INSERT DATA {}",
        "INSERT {} WHERE {}",
        "",
    ],
)
def test_what_is_in_doubt_is_read_word_by_word(text: str) -> None:
    assert bulk.bulk(FILLING + text) is None


def test_errors_keep_their_place() -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        perform(EmbeddedStore(), FILLING + "INSERT DATA { <a:a> <a:b> cw:x }")
    assert caught.value.line == 12_001
    with pytest.raises(QuerySyntaxError):
        perform(EmbeddedStore(), FILLING + "DELETE DATA { <a:a> <a:b> _:x }")
