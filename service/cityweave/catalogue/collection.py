"""All queries of a folder, by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from cityweave.catalogue.query import CatalogueQuery
from cityweave.catalogue.reading import read_query
from cityweave.errors import SyntaxErrorInData, UnknownQuery
from cityweave.query.renaming import renamed_query
from cityweave.resources import content
from cityweave.settings import Settings
from cityweave.vocabulary import BASE


@dataclass(frozen=True)
class Catalogue:
    """The queries of a deployment, in the order of their names."""

    queries: Mapping[str, CatalogueQuery]

    @classmethod
    def load(cls, folder: Path, base: str = BASE) -> Catalogue:
        """Read every ``.rq`` file below a folder; UTF-8. `base` is that of the deployment.

        Raises `SyntaxErrorInData`, with file and line, for front matter that cannot be used and
        for two files of one name.
        """
        queries: dict[str, CatalogueQuery] = {}
        for path in sorted(folder.rglob("*.rq"), key=lambda path: path.stem):
            if path.stem in queries:
                raise SyntaxErrorInData(
                    f'Two queries have the name "{path.stem}".',
                    hint="Rename one of the files: the file's name is the query's name.",
                    source=str(path),
                )
            text = renamed_query(path.read_text("utf-8"), base)
            queries[path.stem] = read_query(path.stem, text, str(path))
        return cls(queries)

    @classmethod
    def of(cls, settings: Settings) -> Catalogue:
        """The queries of a deployment; content of one's own may come without any.

        Raises as `load`.
        """
        own = settings.content_dir
        if own is not None and not (own / "queries").is_dir():
            return cls({})
        return cls.load(content("queries", own), settings.base)

    def __iter__(self) -> Iterator[CatalogueQuery]:
        return iter(self.queries.values())

    def __len__(self) -> int:
        return len(self.queries)

    def find(self, name: str) -> CatalogueQuery:
        """The query of a name. Raises `UnknownQuery` with the nearest name as hint."""
        try:
            return self.queries[name]
        except KeyError:
            near = get_close_matches(name, list(self.queries), n=1)
            hint = f'Did you mean "{near[0]}"?' if near else "All queries are listed at /queries."
            raise UnknownQuery(f'There is no query "{name}".', hint=hint) from None

    def tags(self) -> dict[str, int]:
        """How many queries carry each tag, the most used first."""
        counted = Counter(tag for query in self for tag in query.tags)
        return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))

    def search(self, words: str = "", tag: str = "", language: str = "en") -> list[CatalogueQuery]:
        """The queries that have a tag and hold every word in what they say of themselves."""
        wanted = words.casefold().split()
        return [
            query
            for query in self
            if (not tag or tag in query.tags)
            and all(word in _searchable(query, language) for word in wanted)
        ]


def _searchable(query: CatalogueQuery, language: str) -> str:
    parts = (query.title(language), query.summary, query.description, " ".join(query.tags))
    return " ".join(parts).casefold()
