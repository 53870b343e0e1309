"""Where the statements of Turtle, TriG, N-Triples and N-Quads stand.

A recogniser of the grammar (https://www.w3.org/TR/rdf12-turtle/#sec-grammar-grammar,
https://www.w3.org/TR/rdf12-trig/#sec-grammar-grammar) that keeps places instead of
building terms, and yields statements in the order of Oxigraph: a statement comes with
the token that completes it, and of several that one token completes the last comes
first. It never recurses: what is expected next stands on a stack of its own.
"""

from __future__ import annotations

from pyoxigraph import Triple

from cityweave.parsing.locating.mentions import Mention, Stated, Vocabulary
from cityweave.parsing.locating.recogniser import Unreadable
from cityweave.parsing.locating.reifying import Reifying
from cityweave.parsing.locating.tokens import scan


def statements(text: str, vocabulary: Vocabulary, *, are_quads: bool = False) -> list[Stated]:
    """The statements of a text that Oxigraph reads, in its order; `are_quads` is for N-Quads.

    They end where something stands that is not understood.
    """
    recogniser = _Document(text, vocabulary)
    recogniser.expect(recogniser.quad if are_quads else recogniser.document)
    try:
        for token in scan(text):
            recogniser.take(token)
    except (Unreadable, IndexError):
        return recogniser.stated
    return recogniser.stated


class _Document(Reifying):
    """What may stand in a document, from its directives to the objects of a statement."""

    # Documents, directives and graphs

    def document(self) -> bool:
        """Expect a directive, a graph or a statement of Turtle or TriG, and then another."""
        token = self._token
        self._graph = None
        self.expect(self.document)
        word = token.text.upper() if token.kind == "word" else ""
        if word == "GRAPH":
            self.expect(self._graph_name)
        elif self._is("{"):
            self.expect(self._graph_end, self._subject)
        elif word in ("PREFIX", "BASE", "VERSION") or token.text in ("@prefix", "@base"):
            self._directive = [word or token.text[1:]]
            self.expect(*([] if word else [self._skip]), self._declaration)
        elif token.text == "@version":
            self.expect(self._skip, self._skip)
        else:
            self.expect(self._statement_end, self._subject)
            return False
        return True

    def _declaration(self) -> bool:
        self._directive.append(self._token.text)
        if self._token.kind == "name":
            self.expect(self._declaration)
        elif self._token.kind == "iri":
            self._vocabulary.declare(" ".join(self._directive))
        return True

    def _graph_name(self) -> bool:
        if self._is("{"):
            self.expect(self._graph_end, self._subject)
        else:
            if self._is("["):
                self._graph = self._unnamed(self._token.start)
            elif not self._is("]"):
                self._graph = self._mention()
            self.expect(self._graph_name)
        return True

    def _graph_end(self) -> bool:
        self._subjects.clear()
        if self._is("."):
            self.expect(self._graph_end, self._subject)
        elif not self._is("}"):
            raise Unreadable
        return True

    def _statement_end(self) -> bool:
        self._subjects.clear()
        if not self._is("."):
            raise Unreadable
        return True

    # N-Quads

    def quad(self) -> bool:
        """Expect a line of N-Quads, and then another."""
        self._graph = None
        self.expect(self.quad, self._quad_end, self._term_object, self._verb, self._term_subject)
        return False

    def _quad_end(self) -> bool:
        is_end = self._is(".")
        if not is_end:
            self._graph = self._mention()
            self.expect(self._skip)
        self._state(self._subjects.pop(), self._predicates.pop(), self._objects.pop())
        return True

    # Subjects

    def _subject(self) -> bool:
        start = self._token.start
        if self._is("}"):
            return False
        if self._is("["):
            self._subjects.append(self._unnamed(start))
            self.expect(self._subject_brackets)
        elif self._is("("):
            self._opening = start
            self.expect(self._predicate_list, self._subject_collection)
        elif self._is("<<"):
            self.expect(self._more_about_subject)
            self._open_reified(self._subject_is_reified)
        else:
            self._subjects.append(self._mention())
            self.expect(self._predicate_list)
        return True

    def _subject_brackets(self) -> bool:
        if self._is("]"):
            self.expect(self._predicate_list)
            return True
        self.expect(self._more_about_subject, self._skip, self._predicate_list)
        return False

    def _more_about_subject(self) -> bool:
        if not self._is(".", "}"):
            self.expect(self._predicate_list)
        return False

    def _subject_collection(self) -> bool:
        if self._is(")"):
            self._subjects.append(Mention(self._opening, self._nil))
            return True
        root = self._unnamed(self._opening)
        self._subjects.append(root)
        self._open_collection(root)
        return False

    # Predicates and objects

    def _predicate_list(self) -> bool:
        if self._is("{"):  # that was no subject, but the name of a graph
            self._graph = self._subjects.pop()
            self._expected.pop()
            self.expect(self._graph_end, self._subject)
            return True
        self.expect(self._predicate_end, self._object_list, self._verb)
        return False

    def _predicate_end(self) -> bool:
        self._predicates.pop()
        if not self._is(";"):
            return False
        self.expect(self._more_predicates)
        return True

    def _more_predicates(self) -> bool:
        if self._is(";"):
            self.expect(self._more_predicates)
            return True
        if not self._is(".", "}", "]", "|}"):
            self.expect(self._predicate_end, self._object_list, self._verb)
        return False

    def _object_list(self) -> bool:
        self.expect(self._annotation, self._object)
        return False

    def _object(self) -> bool:
        token = self._token
        if token.kind == "string":
            self._literal, self._literal_emits = token, True
            self.expect(self._literal_end)
        elif self._is("["):
            self._opening = token.start
            self.expect(self._object_brackets)
        elif self._is("("):
            self._opening = token.start
            self.expect(self._object_collection)
        elif self._is("<<"):
            self._open_reified(self._object_is_reified)
        elif self._is("<<("):
            self._open_term(self._object_is_term)
        else:
            self._objects.append(self._mention())
            self._emit()
        return True

    def _object_brackets(self) -> bool:
        node = self._unnamed(self._opening)
        if self._is("]"):
            self._objects.append(node)
            self._emit()
            return True
        self._subjects.append(node)
        self.expect(self._object_brackets_end, self._predicate_list)
        return False

    def _object_brackets_end(self) -> bool:
        self._objects.append(self._subjects.pop())
        self._emit()
        return True

    def _object_collection(self) -> bool:
        if self._is(")"):
            self._objects.append(Mention(self._opening, self._nil))
            self._emit()
            return True
        root = self._unnamed(self._opening)
        self._objects.append(root)
        self._emit()
        self._open_collection(root)
        return False

    def _open_collection(self, root: Mention) -> None:
        self._subjects.append(root)
        self._predicates.append(Mention(root.start, self._first))
        self.expect(self._collection_next, self._object)

    def _collection_next(self) -> bool:
        """Another member, whose place stands for the part of the list that begins with it."""
        start = self._token.start
        part = self._subjects.pop()
        self._objects.pop()
        if self._is(")"):
            self._predicates.pop()
            self._state(part, Mention(start, self._rest), Mention(start, self._nil))
            return True
        rest = self._unnamed(start)
        self._state(part, Mention(start, self._rest), rest)
        self._subjects.append(rest)
        self.expect(self._collection_next, self._object)
        return False

    # Annotations of RDF 1.2

    def _annotation(self, *, is_named: bool = False) -> bool:
        """After an object: what is said about the statement, or another object, or neither."""
        start = self._token.start
        if self._is("~", "{|"):
            self._reifying = Mention(start, self._vocabulary.unnamed(Triple))
            self._opening = start
        if self._is("~"):
            self.expect(self._named_annotation, self._reifier)
            return True
        if self._is("{|"):
            if not is_named:
                self._reify(self._unnamed(start))
            self._subjects.append(self._reifiers[-1])
            if not is_named:
                self._reifiers.pop()
            end = self._named_annotation_end if is_named else self._annotation_end
            self.expect(end, self._predicate_list)
            return True
        self._objects.pop()
        if is_named:
            self._reifiers.pop()
        if self._is(","):
            self.expect(self._annotation, self._object)
            return True
        return False

    def _named_annotation(self) -> bool:
        return self._annotation(is_named=True)

    def _annotation_end(self) -> bool:
        self._subjects.pop()
        self.expect(self._annotation)
        return True

    def _named_annotation_end(self) -> bool:
        self._subjects.pop()
        self.expect(self._named_annotation)
        return True
