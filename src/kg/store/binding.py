"""Giving values to a query's variables, as RDF terms.

Neither SPARQL 1.1 nor its protocol has parameters, and the engine's own substitution only reaches variables that are
projected. So the value takes the variable's place among the query's tokens, which works on any SPARQL server:

- `VALUES ?name { ... }` has its data replaced: the way for a query to declare a parameter, with a default, and for one
  that takes several values. All other places of that variable stay: they are joined with the data.
- Else the term stands wherever the variable stood; where the grammar wants a variable (`SELECT ?name`,
  `GROUP BY ?name`, `BOUND(?name)`), an expression of the same meaning does.

Safe because a value is never text here: a term, written by the engine's own serializer, replaces exactly one token,
and the outcome is taken apart again to see that it holds exactly those tokens.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TypeAlias

import pyoxigraph as ox

from kg.errors import QueryError
from kg.store.tokens import Query, Token, tokenize

Term: TypeAlias = ox.NamedNode | ox.Literal
Bindings: TypeAlias = Mapping[str, Term | Sequence[Term]]
_APART = frozenset({"", " ", "\t", "\r", "\n", ",", ";", ".", ")", "]", "}"})
NO_BINDINGS: Bindings = MappingProxyType({})


def bind(query: Query, bindings: Bindings) -> Query:
    """The query with values in place of variables; variables without a value stay.

    Raises:
        QueryError: the query has no such variable, a value is no IRI or literal, or several values are given to a
            variable without a `VALUES ?name { ... }`.
    """
    if not bindings:
        return query
    values = {name: _terms(name, value) for name, value in bindings.items()}
    for name in values:
        if name not in query.variables:
            raise QueryError("the query has no such variable", where=f"?{name}")
    declared = {name for name in values if _data_blocks(query.meaningful, name)}
    for name, terms in values.items():
        if name not in declared and len(terms) != 1:
            raise QueryError(
                f"{len(terms)} values need a `VALUES ?{name} {{ ... }}` in the query to stand in", where=f"?{name}"
            )
    replaced = _replacements(query.meaningful, values, declared)
    texts = [replaced.get(token.start, token.text) for token in query.tokens]
    bound = Query(tokenize("".join(_spaced(texts, query.tokens, replaced))))
    expected = [token.text for text in texts for token in tokenize(text) if token.kind not in ("space", "comment")]
    if [token.text for token in bound.meaningful] != expected:  # pragma: no cover - would be a fault of this module
        raise QueryError("the values do not keep to their places in the query")
    return bound


def is_declared(query: Query, name: str) -> bool:
    """Whether the query declares the variable as a parameter, by `VALUES ?name { ... }`."""
    return bool(_data_blocks(query.meaningful, name))


def _terms(name: str, value: Term | Sequence[Term]) -> tuple[Term, ...]:
    terms = tuple(value) if isinstance(value, list | tuple) else (value,)
    for term in terms:
        if not isinstance(term, ox.NamedNode | ox.Literal):
            raise QueryError("only IRIs and literals can be given as values", where=f"?{name}")
    return terms


def _data_blocks(tokens: Sequence[Token], name: str) -> dict[int, int]:
    """Each `VALUES ?name { ... }`: index of its opening brace → index of its closing one."""
    blocks = {}
    for index in range(len(tokens) - 2):
        variable = tokens[index + 1]
        if tokens[index].word != "VALUES" or variable.kind != "variable" or variable.text[1:] != name:
            continue
        if tokens[index + 2].text == "{":
            for end in range(index + 3, len(tokens)):
                if tokens[end].text == "}":
                    blocks[index + 2] = end
                    break
    return blocks


def _spaced(texts: Sequence[str], tokens: Sequence[Token], replaced: Mapping[int, str]) -> Iterator[str]:
    """The texts, with a space beside a value where it would run into its neighbour (`?a<?x`, `?x>?b`, `?x-1`)."""
    for index, text in enumerate(texts):
        if tokens[index].start in replaced and text:
            if index and texts[index - 1].endswith("<"):
                yield " "
            yield text
            if index + 1 < len(texts) and texts[index + 1][:1] not in _APART:
                yield " "
        else:
            yield text


def _replacements(
    tokens: Sequence[Token], values: Mapping[str, tuple[Term, ...]], declared: set[str]
) -> dict[int, str]:
    """What stands in place of a token, by the token's start."""
    blocks = {start: (end, values[name]) for name in declared for start, end in _data_blocks(tokens, name).items()}
    out: dict[int, str] = {}
    clause = ""
    depth = 0
    omitted = False
    end_of_block = -1
    for index, token in enumerate(tokens):
        if index < end_of_block:
            out[token.start] = ""
            continue
        if index in blocks:
            end_of_block, terms = blocks[index]
            out[token.start] = " ".join(("{", *map(str, terms)))
            depth += 1
            continue
        if token.word in ("SELECT", "WHERE", "GROUP", "ORDER", "HAVING"):
            clause = token.word
            omitted = clause == "SELECT" and depth > 0 and _projects_others(tokens, index, values)
        elif token.text in ("{", "}"):
            clause = ""
            depth += 1 if token.text == "{" else -1
        name = token.text[1:]
        if token.kind != "variable" or name not in values or name in declared:
            continue
        term = str(values[name][0])
        if tokens[index - 1].word == "AS":
            raise QueryError("the query gives this variable a value of its own", where=f"?{name}")
        if _is_bound(tokens, index):
            out |= {tokens[index - 2].start: "", tokens[index - 1].start: "", tokens[index + 1].start: ""}
            out[token.start] = "true"
        elif clause == "SELECT" and _open_brackets(tokens, index, "SELECT") == 0:
            # A sub-select that hands it out would hand out the variable of its surroundings a second time.
            given = name if depth == 0 else f"{name}_{index}"
            out[token.start] = "" if omitted else f"({term} AS ?{given})"
        elif clause in ("GROUP", "ORDER") and _open_brackets(tokens, index, "BY") == 0:
            out[token.start] = f"({term})"
        else:
            out[token.start] = term
    return out


def _projects_others(tokens: Sequence[Token], select: int, values: Mapping[str, tuple[Term, ...]]) -> bool:
    for token in tokens[select + 1 :]:
        if token.text == "{" or token.word in ("WHERE", "FROM"):
            return False
        if token.text in ("(", "*") or (token.kind == "variable" and token.text[1:] not in values):
            return True
    return False


def _is_bound(tokens: Sequence[Token], index: int) -> bool:
    return (
        2 <= index < len(tokens) - 1
        and tokens[index - 2].word == "BOUND"
        and tokens[index - 1].text == "("
        and tokens[index + 1].text == ")"
    )


def _open_brackets(tokens: Sequence[Token], index: int, opener: str) -> int:
    depth = 0
    for token in reversed(tokens[:index]):
        if token.word == opener:
            break
        depth += (token.text == "(") - (token.text == ")")
    return depth
