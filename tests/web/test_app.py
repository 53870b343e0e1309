import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from starlette.datastructures import Headers
from starlette.types import ASGIApp

from cityweave.errors import BadParameter, SyntaxErrorInData, UnknownFormat
from cityweave.settings import Settings
from cityweave.store import EmbeddedStore
from cityweave.web import create_app
from cityweave.web.bodies import media_type_of
from cityweave.web.forms import parts_of

CONTENT = Path(__file__).with_name("content")
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def test_without_a_store_the_content_is_loaded(
    connect: Callable[[ASGIApp], httpx.Client],
) -> None:
    with closing(create_app(Settings(content_dir=CONTENT))) as app:
        assert connect(app).get("/").json()["counts"]["passages"] == 3


def test_a_data_folder_is_kept(connect: Callable[[ASGIApp], httpx.Client], tmp_path: Path) -> None:
    settings = Settings(content_dir=CONTENT, data_dir=tmp_path / "store")
    with closing(create_app(settings)) as app:
        found = connect(app).get("/sparql?query=ASK{?s%20?p%20?o}").json()
    assert found["boolean"] is True


def test_content_without_questions_and_a_graph_without_statements(
    connect: Callable[[ASGIApp], httpx.Client],
    checked: Callable[[str], object],
    tmp_path: Path,
) -> None:
    client = connect(create_app(Settings(content_dir=tmp_path), EmbeddedStore()))
    assert client.get("/queries").json() == []
    assert client.get("/").json()["counts"]["statements"] == 0
    for path in ("/", "/queries", "/sparql", "/docs", "/ontology"):
        checked(client.get(path, headers={"Accept": BROWSER}).text)


def test_what_is_edited_below_a_running_service_disturbs_no_request(
    connect: Callable[[ASGIApp], httpx.Client], tmp_path: Path
) -> None:
    """Profiles are read once, and not for every request."""
    content = tmp_path / "content"
    shutil.copytree(CONTENT, content)
    with closing(create_app(Settings(content_dir=content))) as app:
        client = connect(app)
        before = client.get("/profiles").json()
        (content / "shapes" / "profiles.ttl").write_text("half of a sen", encoding="utf-8")
        assert client.get("/doc/city/petrinia").status_code == 200
        assert client.get("/profiles").json() == before


def test_a_broken_question_stops_the_start_and_says_where(tmp_path: Path) -> None:
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries" / "broken.rq").write_text("#+ summary: x\n#+ veiw: map\nASK {}", "utf-8")
    with pytest.raises(SyntaxErrorInData) as caught:
        create_app(Settings(content_dir=tmp_path), EmbeddedStore())
    assert str(caught.value).startswith(str(tmp_path / "queries" / "broken.rq") + ", line 2")


def test_links_keep_the_path_under_which_a_proxy_mounts_the_service(
    app: FastAPI, connect: Callable[[ASGIApp], httpx.Client]
) -> None:
    outer = FastAPI()
    outer.mount("/weave", app)
    page = connect(outer).get("/weave/queries/partners?lang=fr", headers={"Accept": BROWSER}).text
    assert 'href="/weave/static/cityweave.css"' in page
    assert 'href="/weave/doc/city/petrinia?lang=fr"' in page
    assert 'href="/weave/queries/partners?lang=nl"' in page
    assert "http://weave.test/weave/queries/partners" in page
    assert 'href="/queries' not in page


def test_a_long_content_type_is_not_taken_apart() -> None:
    """It would take the square of its length, for which everybody waits."""
    headers = Headers({"content-type": 'a/b;"' + ";" * 100_000})
    with pytest.raises(UnknownFormat, match="longer than"):
        media_type_of(headers)


def test_long_headers_of_parts_are_refused() -> None:
    disposition = b'Content-Disposition: form-data; name="a"; filename="'
    whole = b"--b\r\n" + disposition + b"%s" + b'"\r\n\r\nx\r\n--b--\r\n'
    (part,) = parts_of(whole % ("\u0444" * 255).encode(), "multipart/form-data; boundary=b")
    assert (part.name, part.filename) == ("a", "\u0444" * 255)
    with pytest.raises(BadParameter):
        parts_of(whole % (b";" * 4_000), "multipart/form-data; boundary=b")
