import httpx
import pytest

from cityweave.catalogue import Catalogue
from cityweave.resources import content
from cityweave.vocabulary import LANGUAGES
from cityweave.web.cells import Cell
from cityweave.web.tags import tag_name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_subject_of_the_questions_has_a_name(language: str) -> None:
    named = {tag: tag_name(tag, language) for tag in Catalogue.load(content("queries")).tags()}
    assert named
    assert not [tag for tag, name in named.items() if name.language is not None]
    assert len({name.text for name in named.values()}) == len(named)


def test_a_subject_without_a_name_is_shown_as_it_is() -> None:
    assert tag_name("bell-towers", "nl") == Cell("bell towers", language="en")
    assert tag_name("bell-towers", "en") == Cell("bell towers")


def test_pages_name_subjects_in_their_language(client: httpx.Client) -> None:
    page = client.get("/queries", headers={"Accept": "text/html", "Accept-Language": "nl"}).text
    assert '<a href="/queries?tag=cities">steden (2)</a>' in page
    assert '<option value="cities">steden</option>' in page
