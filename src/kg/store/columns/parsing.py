"""Reading those queries that columns can answer: SELECT over triple patterns.

Source: SPARQL 1.1 Query Language, section 19.8 (grammar). Whatever is not understood raises `Unsupported`.
"""

from __future__ import annotations

import re

import pyoxigraph as ox

from kg.store.columns.algebra import (
    Aggregate,
    Both,
    Comparison,
    Exists,
    Expression,
    Item,
    Node,
    Pattern,
    Regex,
    Select,
    Term,
    Var,
    Year,
)
from kg.store.columns.data import Unsupported
from kg.store.tokens import Token, tokenize

RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
AGGREGATES = ("COUNT", "SUM", "AVG", "MIN", "MAX")
COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
_XSD = "http://www.w3.org/2001/XMLSchema#"


def parse(text: str) -> Select:
    """Take apart a query that is known to be well-formed.

    Raises:
        Unsupported: it holds something that is not understood here.
    """
    return _Parser(text).select()


class _Parser:
    def __init__(self, text: str) -> None:
        self._tokens = [token for token in tokenize(text) if token.kind not in ("space", "comment")]
        self._next = 0
        self._prefixes: dict[str, str] = {}
        self._paths = 0
        self._graph: Node | None = None

    def select(self) -> Select:
        self._prologue()
        query = self._select()
        if self._next != len(self._tokens):
            raise Unsupported
        return query

    def _select(self) -> Select:
        query = Select()
        self._expect("SELECT")
        query.distinct = self._word("DISTINCT")
        while not self._is("{") and not self._peek("WHERE"):
            query.items.append(self._item())
        self._word("WHERE")
        self._group_pattern(query)
        self._modifiers(query)
        if not query.items or not query.patterns:
            raise Unsupported
        return query

    # Tokens.

    @property
    def _token(self) -> Token:
        if self._next >= len(self._tokens):
            raise Unsupported
        return self._tokens[self._next]

    def _peek(self, word: str) -> bool:
        return self._next < len(self._tokens) and self._token.word == word

    def _word(self, word: str) -> bool:
        if self._peek(word):
            self._next += 1
            return True
        return False

    def _is(self, mark: str) -> bool:
        return self._next < len(self._tokens) and self._token.kind == "mark" and self._token.text == mark

    def _mark(self, mark: str) -> bool:
        if self._is(mark):
            self._next += 1
            return True
        return False

    def _expect(self, text: str) -> None:
        if not (self._word(text) or self._mark(text)):
            raise Unsupported

    def _take(self, kind: str) -> str:
        token = self._token
        if token.kind != kind:
            raise Unsupported
        self._next += 1
        return token.text

    # Clauses.

    def _prologue(self) -> None:
        while self._word("PREFIX"):
            name = self._take("name")
            if not name.endswith(":"):
                raise Unsupported
            self._prefixes[name[:-1]] = self._iri(self._take("iri"))
        if self._peek("BASE"):
            raise Unsupported

    def _item(self) -> Item:
        if self._mark("("):
            expression = self._expression()
            self._expect("AS")
            name = self._variable().name
            self._expect(")")
            return Item(name, expression)
        variable = self._variable()
        return Item(variable.name, variable)

    def _group_pattern(self, query: Select) -> None:
        self._expect("{")
        while not self._mark("}"):
            if self._word("FILTER"):
                query.filters.append(self._condition())
            elif self._is("{"):
                if query.subselect is not None:
                    raise Unsupported
                query.subselect = self._subselect()
            elif self._word("BIND"):
                self._expect("(")
                expression = self._expression()
                self._expect("AS")
                query.binds.append(Item(self._variable().name, expression))
                self._expect(")")
            elif self._peek("GRAPH") and self._graph is None:
                self._next += 1
                self._graph = self._node()
                self._expect("{")
                self._triples(query)
                self._expect("}")
                self._graph = None
            else:
                self._triples(query)
            self._mark(".")

    def _subselect(self) -> Select:
        self._expect("{")
        query = self._select()
        self._expect("}")
        return query

    def _condition(self) -> Expression:
        """What stands after FILTER (SPARQL 1.1 Query, [69] Constraint)."""
        if self._peek("REGEX"):
            return self._primary()
        negated = self._word("NOT")
        if not self._word("EXISTS"):
            return self._bracketted()
        inner = Select()
        self._expect("{")
        self._triples(inner)
        self._expect("}")
        return Exists(tuple(inner.patterns), negated)

    def _modifiers(self, query: Select) -> None:
        if self._word("GROUP"):
            self._expect("BY")
            while not self._ends("HAVING", "ORDER", "LIMIT", "OFFSET"):
                query.groups.append(self._grouped(len(query.groups)))
        if self._word("HAVING"):
            query.having.append(self._bracketted())
        if self._word("ORDER"):
            self._expect("BY")
            while not self._ends("LIMIT", "OFFSET"):
                query.order.append(self._ordered())
        while self._peek("LIMIT") or self._peek("OFFSET"):
            if self._word("LIMIT"):
                query.limit = int(self._number())
            else:
                self._expect("OFFSET")
                query.offset = int(self._number())

    def _ends(self, *words: str) -> bool:
        return self._next == len(self._tokens) or self._is("}") or any(self._peek(word) for word in words)

    def _grouped(self, place: int) -> Item:
        if not self._mark("("):
            variable = self._variable()
            return Item(variable.name, variable)
        expression = self._expression()
        name = self._variable().name if self._word("AS") else f"({place}"
        self._expect(")")
        return Item(name, expression)

    def _ordered(self) -> tuple[Expression, bool]:
        if self._word("DESC"):
            return self._bracketted(), True
        if self._word("ASC") or self._is("("):
            return self._bracketted(), False
        return self._variable(), False

    def _number(self) -> str:
        text = self._take("number")
        if not text.isdecimal():
            raise Unsupported
        return text

    # Triples.

    def _triples(self, query: Select) -> None:
        while not self._is("}") and not self._is("{") and self._token.word not in ("FILTER", "BIND", "GRAPH"):
            subject = self._node()
            while True:
                steps = self._path()
                while True:
                    self._add(query, subject, steps, self._node())
                    if not self._mark(","):
                        break
                if not self._mark(";") or self._is(".") or self._is("}"):
                    break
            if not self._mark("."):
                break

    def _add(self, query: Select, subject: Node, steps: list[tuple[Node, bool]], end: Node) -> None:
        for place, (step, inverse) in enumerate(steps):
            other = end
            if place < len(steps) - 1:
                self._paths += 1
                other = Var(f"/{self._paths}")
            first, last = (other, subject) if inverse else (subject, other)
            query.patterns.append(Pattern(first, step, last, self._graph))
            subject = other

    def _path(self) -> list[tuple[Node, bool]]:
        if self._token.kind == "variable":
            return [(self._variable(), False)]
        steps: list[tuple[Node, bool]] = []
        while True:
            inverse = self._mark("^")
            if self._token.kind == "word" and self._token.text == "a":
                self._next += 1
                steps.append((Term(RDF_TYPE), inverse))
            elif self._token.kind in ("iri", "name"):
                steps.append((self._node(), inverse))
            else:
                raise Unsupported
            if not self._mark("/"):
                return steps

    def _node(self) -> Node:
        kind = self._token.kind
        if kind == "variable":
            return self._variable()
        if kind == "iri":
            return Term(f"<{self._iri(self._take('iri'))}>")
        if kind == "name":
            return Term(f"<{self._resolved(self._take('name'))}>")
        if kind == "string":
            return self._literal()
        if kind == "number":
            return self._numeric()
        raise Unsupported

    def _variable(self) -> Var:
        return Var(self._take("variable")[1:])

    def _literal(self) -> Term:
        value = self._plain()
        if self._next < len(self._tokens) and self._token.kind == "lang":
            return Term(str(ox.Literal(value, language=self._take("lang")[1:])))
        if self._mark("^^"):
            datatype = self._node()
            if not isinstance(datatype, Term):
                raise Unsupported
            return Term(str(ox.Literal(value, datatype=ox.NamedNode(datatype.text[1:-1]))))
        return Term(str(ox.Literal(value)))

    def _numeric(self) -> Term:
        text = self._take("number")
        if "e" in text.lower():
            raise Unsupported
        kind = "decimal" if "." in text else "integer"
        return Term(f'"{text}"^^<{_XSD}{kind}>')

    def _iri(self, token: str) -> str:
        iri = token[1:-1]
        if "\\" in iri or not re.match(r"[A-Za-z][A-Za-z0-9+.\-]*:", iri):
            raise Unsupported  # an escape, or to be resolved
        return iri

    def _resolved(self, name: str) -> str:
        prefix, _, local = name.partition(":")
        if prefix not in self._prefixes or "\\" in local:
            raise Unsupported
        return self._prefixes[prefix] + local

    # Expressions.

    def _bracketted(self) -> Expression:
        self._expect("(")
        expression = self._expression()
        self._expect(")")
        return expression

    def _expression(self) -> Expression:
        left = self._compared()
        while self._mark("&&"):
            left = Both(left, self._compared())
        return left

    def _compared(self) -> Expression:
        left = self._primary()
        for operator in COMPARISONS:
            if self._mark(operator):
                return Comparison(operator, left, self._primary())
        return left

    def _primary(self) -> Expression:
        token = self._token
        if token.word in AGGREGATES:
            return self._aggregate()
        if token.word == "YEAR":
            self._next += 1
            return Year(self._bracketted())
        if token.word == "REGEX":
            self._next += 1
            return self._regex()
        if self._is("("):
            return self._bracketted()
        if token.kind == "mark" and token.text == "-":
            self._next += 1
            positive = self._numeric().text
            return Term(f'"-{positive[1:]}')
        return self._node()

    def _regex(self) -> Regex:
        self._expect("(")
        argument = self._variable()
        self._expect(",")
        pattern = self._plain()
        flags = self._plain() if self._mark(",") else ""
        self._expect(")")
        return Regex(argument, pattern, flags)

    def _plain(self) -> str:
        """A string without escapes."""
        text = self._take("string")
        if text.startswith(('"""', "'''")) or "\\" in text:
            raise Unsupported
        return text[1:-1]

    def _aggregate(self) -> Aggregate:
        name = self._token.word
        self._next += 1
        self._expect("(")
        distinct = self._word("DISTINCT")
        argument: Expression | None = None
        if name == "COUNT" and self._mark("*"):
            if distinct:
                raise Unsupported
        else:
            argument = self._expression()
        if isinstance(argument, Aggregate | Comparison | Both | Regex):
            raise Unsupported
        self._expect(")")
        return Aggregate(name, distinct, argument)
