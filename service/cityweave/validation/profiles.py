"""Profiles: named sets of shapes, described in the shapes folder itself.

(W3C's Profiles Vocabulary, https://www.w3.org/TR/dx-prof/)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from cityweave.errors import ContentMissing, NotFound
from cityweave.naming import renamed_quads
from cityweave.parsing import Index, read
from cityweave.resources import content, files
from cityweave.vocabulary import BASE, PREFIXES, SHAPES

PROF = "http://www.w3.org/ns/dx/prof/"
CONTRIBUTION = "contribution"
"""The name of the profile for data that somebody brings."""

_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_PROFILE = NamedNode(PROF + "Profile")
_TOKEN = NamedNode(PROF + "hasToken")
_RESOURCE = NamedNode(PROF + "hasResource")
_ARTIFACT = NamedNode(PROF + "hasArtifact")
_TITLE = NamedNode(PREFIXES["dcterms"] + "title")
_SENTENCE = NamedNode(PREFIXES["dcterms"] + "description")
_VERSION = NamedNode(PREFIXES["owl"] + "versionInfo")
_LEAVES_OUT = NamedNode(SHAPES + "leavesOut")
_DEACTIVATED = NamedNode(PREFIXES["sh"] + "deactivated")
_TRUE = Literal("true", datatype=NamedNode(PREFIXES["xsd"] + "boolean"))


@dataclass(frozen=True, slots=True)
class Profile:
    """A set of shapes with a name. `iri` has the version in it; another version is another IRI.

    `title` and `sentence` (what it asks for) are by language. `paths` are the files of its
    shapes, `left_out` shapes in them that it does not apply; `base` is that of the deployment,
    whose names the shapes get.
    """

    name: str
    iri: str
    version: str
    title: Mapping[str, str]
    sentence: Mapping[str, str]
    paths: tuple[Path, ...]
    left_out: tuple[str, ...] = ()
    base: str = BASE

    def quads(self) -> Iterator[Quad]:
        """The statements of its shapes; those that are left out are deactivated.

        (https://www.w3.org/TR/shacl/#deactivated). Raises `ContentMissing` for a file that is
        not there, `SyntaxErrorInData`.
        """
        for path in self.paths:
            if not path.is_file():
                raise ContentMissing(
                    f"The profile {self.name} names the shapes {path.name}, which are not there.",
                    hint="Put the file into the folder of the shapes, or leave it out of the "
                    "profile.",
                    source=str(path),
                )
            yield from renamed_quads(read(path, rename_blank_nodes=True).quads, self.base)
        for shape in self.left_out:
            yield Quad(NamedNode(shape), _DEACTIVATED, _TRUE)


def profiles(content_dir: Path | None = None, base: str = BASE) -> tuple[Profile, ...]:
    """The profiles that the shapes folder describes, by name.

    `content_dir` is a folder with content of one's own, `base` that of the deployment. Content
    whose shapes come without profiles has a single one: “graph”, with all of them. Raises
    `ContentMissing`.
    """
    if content_dir is not None and not (content_dir / "shapes").is_dir():
        return (_everything((), base),)
    folder = content("shapes", content_dir)
    paths = files("shapes", ".ttl", override=content_dir)
    described = Index(
        quad for path in paths if path.stem == "profiles" for quad in read(path).quads
    )
    found = [
        _profile(described, node, folder, base)
        for node in described.subjects(_TYPE, _PROFILE)
        if isinstance(node, NamedNode)
    ]
    if not found:
        return (_everything(paths, base),)
    return tuple(sorted(found, key=lambda one: one.name))


def profile(name: str, content_dir: Path | None = None) -> Profile:
    """The profile of that name, or IRI (with its version). Raises `NotFound`."""
    return chosen(profiles(content_dir), name)


def chosen(offered: Iterable[Profile], name: str | None) -> Profile:
    """The one that has that name or IRI; the default one without. Raises `NotFound`."""
    known = tuple(offered)
    if name is None:
        return default_of(known)
    for one in known:
        if name in (one.name, one.iri):
            return one
    raise NotFound(
        f"There is no profile “{name[:200]}”.",
        hint="The profiles are " + ", ".join(one.name for one in known) + ".",
        source="profile",
    )


def default_of(offered: Iterable[Profile]) -> Profile:
    """The one for data that somebody brings: “contribution” where there is that, or the first."""
    known = tuple(offered)
    return next((one for one in known if one.name == CONTRIBUTION), known[0])


def _profile(described: Index, node: NamedNode, folder: Path, base: str) -> Profile:
    artifacts = [
        artifact.value
        for resource in described.objects(node, _RESOURCE)
        for artifact in described.objects(resource, _ARTIFACT)
        if isinstance(artifact, NamedNode)
    ]
    return Profile(
        name=_text(described, node, _TOKEN),
        iri=node.value,
        version=_text(described, node, _VERSION),
        title=_words(described, node, _TITLE),
        sentence=_words(described, node, _SENTENCE),
        paths=tuple(folder / one.rpartition("/")[2] for one in sorted(artifacts)),
        left_out=tuple(
            shape.value
            for shape in described.objects(node, _LEAVES_OUT)
            if isinstance(shape, NamedNode)
        ),
        base=base,
    )


def _everything(paths: tuple[Path, ...], base: str) -> Profile:
    return Profile(
        name="graph",
        iri="urn:x-cityweave:profile:graph",
        version="",
        title={"en": "All shapes"},
        sentence={"en": "All shapes of this deployment."},
        paths=paths,
        base=base,
    )


def _text(described: Index, node: NamedNode, predicate: NamedNode) -> str:
    value = described.value(node, predicate)
    if not isinstance(value, Literal):
        raise ContentMissing(
            f"The profile {node} has no {predicate}.",
            hint="Say its name (prof:hasToken) and version (owl:versionInfo) in profiles.ttl.",
        )
    return value.value


def _words(described: Index, node: NamedNode, predicate: NamedNode) -> Mapping[str, str]:
    texts = (one for one in described.objects(node, predicate) if isinstance(one, Literal))
    return {text.language or "en": text.value for text in texts}
