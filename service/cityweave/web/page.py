"""What every page knows about the request it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.requests import Request

from cityweave import __version__
from cityweave.web.languages import NAMES, choose, number, words


@dataclass(frozen=True)
class Page:
    """The circumstances of a page.

    ``root`` is the path under which the deployment is mounted (empty at the top), ``path`` the
    page's own path below it, ``address`` the address of the deployment as the reader sees it, and
    ``chosen`` says whether the language was asked for in the address.
    """

    language: str
    chosen: bool
    root: str
    path: str
    query: str
    address: str
    version: str = __version__

    @classmethod
    def of(cls, request: Request) -> Page:
        """The page that a request asks for."""
        asked = request.query_params.get("lang")
        language = choose(asked, request.headers.get("accept-language"))
        root = request.scope.get("root_path", "").rstrip("/")
        return cls(
            language=language,
            chosen=asked == language,
            root=root,
            path=request.url.path.removeprefix(root),
            query=request.url.query,
            address=f"{request.url.scheme}://{request.url.netloc}{root}",
        )

    @property
    def words(self) -> Mapping[str, str]:
        """The words of the page in its language."""
        return words(self.language)

    @property
    def languages(self) -> tuple[tuple[str, str], ...]:
        """Every language with its own name."""
        return tuple(NAMES.items())

    def number(self, value: int) -> str:
        """A whole number as the page's language writes it."""
        return number(value, self.language)

    def link(self, path: str, **parameters: str) -> str:
        """The address of a path of ours; a chosen language goes along."""
        query = {**parameters, **({"lang": self.language} if self.chosen else {})}
        return self.root + path + (f"?{urlencode(query)}" if query else "")

    def keep_language(self, href: str) -> str:
        """An address of ours with the chosen language added."""
        if not self.chosen:
            return href
        parts = urlsplit(href)
        query = f"{parts.query}&lang={self.language}" if parts.query else f"lang={self.language}"
        return parts._replace(query=query).geturl()

    def in_language(self, language: str) -> str:
        """The address of this same page in another language."""
        items = parse_qsl(self.query, keep_blank_values=True)
        kept = [(name, value) for name, value in items if name != "lang"]
        return f"{self.root}{self.path}?{urlencode([*kept, ('lang', language)])}"
