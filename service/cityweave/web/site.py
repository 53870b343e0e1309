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

HERE = Path(__file__).parent


def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@dataclass(frozen=True)
class Site:
    """One deployment: a graph, questions over it, contributions to it, and how they are shown."""

    settings: Settings
    store: Store
    catalogue: Catalogue
    contributions: Contributions
    templates: Environment = field(default_factory=_templates)
    workers: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(40))
    tokens: Tokens = field(init=False, repr=False)
    gateway: Gateway | None = None
    caller: Caller = field(default_factory=Caller, repr=False)
    profiles: tuple[Profile, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Find the tokens of the deployment, the hosts that it may ask, and its profiles."""
        tokens = Tokens(self.settings.data_dir, self.settings.admin_token)
        object.__setattr__(self, "tokens", tokens)
        object.__setattr__(self, "gateway", self.gateway or Gateway(self.settings))
        object.__setattr__(self, "profiles", profiles(self.settings.content_dir, self.base))

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
