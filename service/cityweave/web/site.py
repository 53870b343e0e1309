"""What the routes share: settings, store, catalogue, and the templates that pages are made from."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from cityweave.access import Holder, Role, Tokens
from cityweave.catalogue import Catalogue
from cityweave.contributions import Contributions
from cityweave.federation import Gateway
from cityweave.settings import Settings
from cityweave.store import Caller, Store
from cityweave.validation import Profile, profiles
from cityweave.web.page import Page
from cityweave.web.problem_words import translated_title
from cityweave.web.tags import tag_name

HERE = Path(__file__).parent


def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"tag_name": tag_name, "translated_title": translated_title}
    return environment


@dataclass(frozen=True, slots=True)
class Site:
    """One deployment: a graph, questions over it, contributions to it, and how they are shown.

    `Site.of` makes one. Every request has a copy for its caller, so the fields are what a
    deployment finds out once: its tokens, the hosts that it may ask, and its profiles.
    """

    settings: Settings
    store: Store
    catalogue: Catalogue
    contributions: Contributions
    templates: Environment
    workers: ThreadPoolExecutor
    tokens: Tokens = field(repr=False)
    gateway: Gateway
    profiles: tuple[Profile, ...] = field(repr=False)
    caller: Caller = field(default_factory=Caller, repr=False)

    @classmethod
    def of(
        cls,
        settings: Settings,
        store: Store,
        catalogue: Catalogue,
        contributions: Contributions,
        workers: ThreadPoolExecutor | None = None,
    ) -> Site:
        """A deployment with these settings; `workers` are 40 threads unless others are given.

        Raises `ContentMissing` for profiles that name missing shapes, and `InvalidSettings` for
        an allow-list of hosts that cannot be read.
        """
        return cls(
            settings=settings,
            store=store,
            catalogue=catalogue,
            contributions=contributions,
            templates=_templates(),
            workers=workers or ThreadPoolExecutor(40),
            tokens=Tokens(settings.data_dir, settings.admin_token),
            gateway=Gateway(settings),
            profiles=profiles(settings.content_dir, settings.base),
        )

    def require(self, request: Request, needed: Role) -> Holder:
        """Let a request pass that brings a token of that role, and say whose it is.

        Raises `Unauthorized` and `Forbidden`.
        """
        return self.tokens.require(request.headers.get("authorization"), needed)

    @property
    def base(self) -> str:
        """The base of the IRIs that stand in the graph; ends with a slash."""
        return self.settings.base

    def asked_by(self, caller: Caller) -> Site:
        """The same deployment for one caller, whose queries end when it goes away."""
        return replace(self, store=self.store.asked_by(caller), caller=caller)

    def render(
        self, request: Request, template: str, values: Mapping[str, object], status: int = 200
    ) -> HTMLResponse:
        """A page in the reader's language; ``values`` are what its template shows."""
        page = Page.of(request)
        text = self.templates.get_template(template).render(page=page, words=page.words, **values)
        headers = {
            "Content-Language": page.language,
            "Vary": "Accept, Accept-Language, Accept-Encoding",
        }
        return HTMLResponse(text, status, headers)
