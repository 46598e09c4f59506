"""SPARQL 1.1 Update requests, taken apart: what each operation writes to, and what it reads.

Source: SPARQL 1.1 Update, section 3; its grammar, [29] to [52]. The engine executes the operations; here they are told
apart, refused where they would fetch something, and given the dataset that the protocol asks for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from kg.errors import QueryError, QuerySyntaxError
from kg.store.tokens import Query, Token, position, tokenize

Kind = Literal["DATA", "MODIFY", "DELETE WHERE", "CLEAR", "DROP", "CREATE", "TRANSFER"]

_KINDS: Mapping[str, Kind] = {
    "CLEAR": "CLEAR",
    "DROP": "DROP",
    "CREATE": "CREATE",
    "COPY": "TRANSFER",
    "MOVE": "TRANSFER",
    "ADD": "TRANSFER",
}
_OPENING, _CLOSING = frozenset("{(["), frozenset("})]")
_NO_BLANK = re.compile(r"\S")
_TERMS = frozenset({"iri", "name", "variable", "string", "number", "blank", "lang"})


@dataclass(frozen=True, slots=True)
class Group:
    """What stands between two braces, these included: indices of tokens, the second one exclusive."""

    start: int
    end: int


@dataclass(frozen=True)
class Operation:
    """One operation of a request. The groups are a template to write by each, and the pattern to find solutions with.

    `words` are the meaningful tokens outside of all groups: `WITH <g> DELETE INSERT WHERE`, `CLEAR SILENT GRAPH <g>`.
    """

    kind: Kind
    request: Query
    prologues: tuple[tuple[int, int], ...]
    first: int
    last: int
    words: tuple[Token, ...]
    templates: tuple[Group, ...] = ()
    pattern: Group | None = None
    pattern_word: int = -1

    def text(self, replaced: Mapping[Group, str] | None = None, before_pattern: str = "") -> str:
        """The operation with its prologue; with other text in place of some groups, or before its USING or WHERE."""
        ends = {group.start: (group.end, text) for group, text in (replaced or {}).items()}
        out = [self.prologue]
        index = self.first
        while index < self.last:
            if index == self.pattern_word and before_pattern:
                out.append(f" {before_pattern}\n")
            if index in ends:
                index, text = ends[index]
                out.append(f" {text}\n")
                continue
            out.append(self.request.texts[index])
            index += 1
        return "".join(out)

    @property
    def alone(self) -> str:
        """The operation with its prologue where they stand in the request, and blanks for all else."""
        kept = {index for start, end in self.prologues for index in range(start, end)}
        kept |= set(range(self.first, self.last))
        texts = enumerate(self.request.texts[: self.last])
        return "".join(text if index in kept else _NO_BLANK.sub(" ", text) for index, text in texts)

    @property
    def prologue(self) -> str:
        """All that is declared before it, as text."""
        return "".join("".join(self.request.texts[start:end]) for start, end in self.prologues)

    def of(self, group: Group) -> str:
        """The text of a group."""
        return "".join(self.request.texts[group.start : group.end])

    def tokens(self, group: Group) -> list[Token]:
        """The meaningful tokens within a group, without its braces."""
        return _meaningful(self.request.tokens[group.start + 1 : group.end - 1])

    @property
    def with_graph(self) -> Token | None:
        """The graph of `WITH`."""
        return next((after for word, after in _pairs(self.words) if word.word == "WITH"), None)

    @property
    def names_dataset(self) -> bool:
        """Whether it says itself what its pattern is matched with: by WITH or USING."""
        return any(token.word in ("WITH", "USING") for token in self.words)

    @property
    def graphs_named(self) -> tuple[Token, ...]:
        """The graphs that its templates write to by name: IRIs, prefixed names, variables."""
        found = []
        for group in self.templates:
            found += [after for word, after in _pairs(self.tokens(group)) if word.word == "GRAPH"]
        return tuple(found)

    @property
    def writes_default(self) -> bool:
        """Whether its templates write outside of GRAPH: to the default graph, or to that of WITH."""
        return any(_outside_graph(self.tokens(group)) for group in self.templates)

    @property
    def reads_default(self) -> bool:
        """Whether its pattern may match the default graph. In doubt it may."""
        return self.pattern is not None and _outside_graph(self.tokens(self.pattern))

    @property
    def variables(self) -> tuple[str, ...]:
        """The variables of its templates, each once, with their sign."""
        tokens = (token for group in self.templates for token in self.tokens(group) if token.kind == "variable")
        return tuple(dict.fromkeys("?" + token.text[1:] for token in tokens))


def read_update(text: str) -> tuple[Operation, ...]:
    """Take an update request apart and refuse what no update may do here: fetch, or call another server.

    The engine's own parser must find it well-formed too: what is no update at all is left to that.

    Raises:
        QuerySyntaxError: it is no SPARQL, as far as its terminals and brackets tell.
        QueryError: it holds LOAD or SERVICE.
    """
    request = Query(tokenize(text))
    for token in request.meaningful:
        # The engine needs no space after a keyword: it reads `trueSERVICE` as two words.
        refused = next((word for word in ("LOAD", "SERVICE") if word in token.word), "")
        if refused:
            line, column = position(text, token.start)
            raise QueryError(
                f"{refused} (line {line}, column {column}) is not possible in an update: it would fetch from elsewhere"
            )
    return tuple(_operations(request, text))


def _operations(request: Query, text: str) -> list[Operation]:
    operations: list[Operation] = []
    prologues: list[tuple[int, int]] = []
    start = index = 0
    tokens = request.tokens
    depth: list[int] = []
    groups: list[Group] = []
    words: list[tuple[int, Token]] = []
    for index, token in enumerate((*tokens, Token("mark", ";", len(text)))):
        if token.kind in ("space", "comment"):
            continue
        if token.text in _OPENING and token.kind == "mark":
            depth.append(index)
        elif token.text in _CLOSING and token.kind == "mark":
            if not depth:
                line, column = position(text, token.start)
                raise QuerySyntaxError(f"a {token.text!r} that closes nothing", line=line, column=column)
            opened = depth.pop()
            if not depth:
                groups.append(Group(opened, index + 1))
        elif not depth and token.text == ";" and token.kind == "mark":
            begin = _end_of_prologue(words)
            if begin:
                prologues.append((start, words[begin][0] if begin < len(words) else index))
            if begin < len(words):
                operations.append(_operation(request, tuple(prologues), words[begin:], groups, index))
            start, groups, words = index + 1, [], []
        elif not depth:
            words.append((index, token))
    if depth:
        line, column = position(text, tokens[depth[-1]].start)
        raise QuerySyntaxError(f"a {tokens[depth[-1]].text!r} that nothing closes", line=line, column=column)
    return operations


def _end_of_prologue(words: Sequence[tuple[int, Token]]) -> int:
    index = 0
    while index < len(words) and words[index][1].word in ("PREFIX", "BASE", "VERSION"):
        index += 3 if words[index][1].word == "PREFIX" else 2
    return index


def _operation(
    request: Query,
    prologues: tuple[tuple[int, int], ...],
    words: Sequence[tuple[int, Token]],
    groups: Sequence[Group],
    last: int,
) -> Operation:
    said = tuple(token for _, token in words)
    kind = _KINDS.get(said[0].word)
    names = [token.word for token in said]
    if kind is None:
        # `DELETE {} WHERE {}` has the same words as `DELETE WHERE {}`, but a group more.
        short = names == ["DELETE", "WHERE"] and len(groups) == 1
        kind = "DATA" if "DATA" in names[:2] else "DELETE WHERE" if short else "MODIFY"
    templates = tuple(groups)
    pattern, pattern_word = None, -1
    if kind == "MODIFY" and groups:
        templates, pattern = tuple(groups[:-1]), groups[-1]
        pattern_word = next((index for index, token in words if token.word in ("USING", "WHERE")), pattern.start)
    elif kind == "DELETE WHERE" and groups:
        pattern = groups[-1]
    return Operation(kind, request, prologues, words[0][0], last, said, templates, pattern, pattern_word)


def _meaningful(tokens: Sequence[Token]) -> list[Token]:
    return [token for token in tokens if token.kind not in ("space", "comment")]


def _pairs(tokens: Sequence[Token]) -> list[tuple[Token, Token]]:
    return list(pairwise(tokens))


def _outside_graph(tokens: Sequence[Token]) -> bool:
    """Whether there may be a triple (a pattern) that is in no GRAPH block."""
    inside = 0
    graph_at = -1
    for index, token in enumerate(tokens):
        if inside:
            inside += (token.text == "{") - (token.text == "}")
        elif token.word == "GRAPH":
            graph_at = index
        elif index == graph_at + 1 > 0:
            pass  # the name of the graph
        elif index == graph_at + 2 > 1 and token.text == "{":
            inside = 1
        elif token.kind in _TERMS or token.text in ("[", "("):
            return True
    return False
