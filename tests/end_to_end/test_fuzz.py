"""Requests that nobody would send: the server answers each, with no 500, reaches no other, and is well afterwards.

FUZZED says how many: some hundreds here, `FUZZED=100000` takes a quarter of an hour. Half of them are SPARQL, mutated,
by all ways of the protocol; half are any method, address, header and body. What was sent is told by its seed.
"""

from __future__ import annotations

import asyncio
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, quote_from_bytes

import httpx
import pytest

FUZZED = int(os.environ.get("FUZZED", "400"))
SEED = os.environ.get("FUZZ_SEED") or str(random.randrange(1 << 30))
LIMIT = 2
"""Seconds that a query may take."""
WAIT = 60
"""Seconds after which an answer does not come any more, however busy the machine."""
TOKEN = "chia-khoa"
ROOT = Path(__file__).resolve().parents[2]

QUERY, UPDATE = "application/sparql-query", "application/sparql-update"
FORM = "application/x-www-form-urlencoded"
_PREFIXES = "PREFIX kg: <https://w3id.org/vnkg/ontology#> PREFIX e: <http://example.org/> "
_QUERIES = [
    "SELECT * WHERE { ?s ?p ?o } LIMIT 10",
    "SELECT (COUNT(*) AS ?n) (GROUP_CONCAT(DISTINCT ?t; SEPARATOR=', ') AS ?l) { ?s a ?t } GROUP BY ?s HAVING(?n > 1)",
    "ASK FROM <http://example.org/g> FROM NAMED e:h { GRAPH ?g { ?s e:p/^e:q*|!(a|^e:r)+ ?o } }",
    'CONSTRUCT { ?s kg:x [ e:y ( 1 2.5 1e3 true \'a\'@vi """b"""^^e:t ) ] } WHERE { OPTIONAL { ?s a kg:Z } } LIMIT 3',
    "DESCRIBE ?o { ?o a kg:Observation FILTER(?o != e:x && NOT EXISTS { ?o e:p [] } || !BOUND(?o)) } ORDER BY DESC(?o)",
    "SELECT * { VALUES (?a ?b) { (1 UNDEF) (e:x 'đ') } BIND(IF(?a IN (1, 2), STRLEN(STR(?b)), 1/0) AS ?c) }",
    "SELECT * { ?a a kg:Zone MINUS { ?a ?x ?y FILTER(?a > 1.5 || LANGMATCHES(LANG(?y), '*')) } }",
    "SELECT ?x { { SELECT ?x { ?x ?p 'Hải Phòng'@vi } } UNION { ?x ?q -1 } } GROUP BY ?x ORDER BY RAND() OFFSET 1",
    "SELECT * { SERVICE SILENT <http://TRAP/sparql> { ?s ?p ?o } }",
    "SELECT * { VALUES ?e { <http://TRAP/> <http://127.0.0.1:9/> } SERVICE ?e { ?s ?p ?o } }",
    "SELECT * FROM <http://TRAP/> { SERVICE <http://127.0.0.1:9/x> { ?s ?p ?o SERVICE <http://TRAP/> {} } }",
    "SELECT * { SERVICE <https://w3id.org/vnkg/search> { ?t <https://w3id.org/vnkg/search#matches> 'hai phong' } }",
    "SELECT (REPLACE('aaaa', '(a*)*b', '$1') AS ?x) (xsd:integer('9') AS ?y) (<<( e:a e:b 1 )>> AS ?z) {}",
]
_UPDATES = [
    "INSERT DATA { GRAPH e:g { e:s e:p 'x' , 1.0 , [] } }",
    "DELETE DATA { GRAPH e:g { e:s e:p 'x' } } ; INSERT DATA { e:a e:b e:c }",
    "WITH e:g DELETE { ?s ?p ?o } INSERT { GRAPH e:h { ?s ?p ?o } } USING e:i USING NAMED e:j WHERE { ?s ?p ?o }",
    "DELETE WHERE { GRAPH e:g { ?s ?p ?o } }",
    "COPY SILENT e:g TO e:h ; MOVE e:h TO DEFAULT ; ADD DEFAULT TO e:g ; CLEAR GRAPH e:g ; DROP SILENT GRAPH e:h",
    "CREATE SILENT GRAPH e:g ; LOAD SILENT <http://TRAP/x> INTO GRAPH e:g",
    "INSERT { GRAPH e:g { ?s e:p ?n } } WHERE { SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s LIMIT 9 }",
]
_RDF = [
    ("text/turtle", "@prefix e: <http://example.org/> . e:s e:p 'x'@vi , [ e:q ( 1 2.0 true ) ] ."),
    ("application/n-triples", '<http://e/s> <http://e/p> "a\\u00e9"^^<http://e/t> .'),
    ("application/trig", "<http://e/g> { <http://e/s> <http://e/p> _:b }"),
    ("application/n-quads", "<http://e/s> <http://e/p> <http://e/o> <http://e/g> ."),
    ("application/ld+json", '{"@context": [{"n": "http://e/n"}, "http://TRAP/"], "n": [1, {"@value": "x"}]}'),
    (
        "application/rdf+xml",
        '<!DOCTYPE r [<!ENTITY x SYSTEM "http://TRAP/">]><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="http://e/s"><p xmlns="http://e/">&x;</p></rdf:Description></rdf:RDF>',
    ),
]
_PIECES = (
    "{ } ( ) [ ] . ; , * + ? ! ^ | / || && = != <= <http://e/> <> <a> 'x' \"\"\" ''' ' \" \\ \\u0041 \\uD800 _:b "
    "?x $y e: :x kg:Zone 1 -1.5e400 99999999999999999999 SELECT ASK CONSTRUCT DESCRIBE WHERE FILTER OPTIONAL "
    "UNION GRAPH MINUS BIND AS VALUES UNDEF SERVICE SILENT GROUP BY HAVING ORDER LIMIT OFFSET DISTINCT FROM "
    "NAMED PREFIX BASE EXISTS NOT IN COUNT(*) REGEX( STRDT( UUID() NOW() LOAD DROP CLEAR INSERT DELETE DATA WITH "
    "USING INTO ALL DEFAULT TO a true << >> <<( )>> {| |} @en--ltr # đ \u0300 \U0001f600 \x00 \ufeff \u2028"
).split(" ")
_PLACES = (
    "x vi metric/count article/ke-hoach ontology entity property ttl csv 1.0.0 series vnkg.nq.gz ../.. %00 é".split()
)
"""What stands in the place of a parameter of an address."""
_VALUES = (
    "json csv turtle nope 0 1 -1 1e9 NaN inf 2024 2024-13-45 9999999999999999999999 true http://example.org/g "
    "<x> urn:x hải+phòng count %00 %ff %C3%28 %ED%A0%80 ../../etc/passwd {} [] ' \" ; & = # \x7f xx*"
).split()
_TYPES = [
    QUERY,
    UPDATE,
    FORM,
    *(media for media, _ in _RDF),
    "multipart/form-data; boundary=b",
    "text/plain",
    "",
    "x",
    "/",
]
_ACCEPTS = (
    "*/* text/html application/sparql-results+json;q=0.5,text/csv;q=1 text/turtle application/json text/*;q=0 "
    ",;,q x/y;q=nope application/n-triples,*/*;q=0.1 */*;q=1e400 text/html;level=é"
).split()


class Sent(NamedTuple):
    """A request as bytes; `broken` if they are perhaps none: the server may close the connection, or wait for more."""

    raw: bytes
    broken: bool


class Fuzzer:
    """Makes requests, the same ones from the same seed.

    `trap`: the address of whom nobody may reach. `described`: the OpenAPI description, for addresses and parameters.
    """

    def __init__(self, seed: str, trap: str, described: dict[str, Any]) -> None:
        self.draw = random.Random(seed)
        self._trap = trap
        self._paths = ["/static/style.css", "/static/", "/no/such", "/sparql/", *described["paths"]]
        operations = [operation for path in described["paths"].values() for operation in path.values()]
        named = [parameter["name"] for operation in operations for parameter in operation.get("parameters", ())]
        self._names = sorted({"query", "update", "queries", "x", *named})

    def sparql(self) -> Sent:
        """Mutated SPARQL, sent rightly."""
        draw = self.draw
        kind = draw.random()
        if kind < 0.15:
            media, document = draw.choice(_RDF)
            method, path = (
                draw.choice(("PUT", "POST")),
                draw.choice(("/graph/fuzz", "/graph?default", "/graph?graph=urn:x")),
            )
            return self._request(
                method, path, {"Content-Type": media, **self._token()}, self._mutated(document).encode()
            )
        if kind < 0.4:
            text = self._mutated(_PREFIXES + draw.choice(_UPDATES)).encode("utf-8", "surrogatepass")
            if draw.random() < 0.5:
                return self._request("POST", "/update", {"Content-Type": UPDATE, **self._token()}, text)
            return self._request(
                "POST", "/update", {"Content-Type": FORM, **self._token()}, b"update=" + quote_from_bytes(text).encode()
            )
        text = self._mutated(_PREFIXES + draw.choice(_QUERIES)).encode("utf-8", "surrogatepass")
        headers = {"Accept": draw.choice(_ACCEPTS)} if draw.random() < 0.5 else {}
        way = draw.random()
        if way < 0.4:
            return self._request("GET", f"/sparql?query={quote_from_bytes(text)}", headers)
        if way < 0.7:
            return self._request("POST", "/sparql", {"Content-Type": QUERY, **headers}, text)
        return self._request(
            "POST", "/sparql", {"Content-Type": FORM, **headers}, b"query=" + quote_from_bytes(text).encode()
        )

    def http(self) -> Sent:
        """Any method, address, headers and body."""
        draw = self.draw
        method = draw.choice(
            ("GET", "GET", "GET", "POST", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "X")
        )
        path = self._some(re.sub(r"\{\w+\}", lambda _: draw.choice(_PLACES), draw.choice(self._paths)), 0.15)
        pairs = [
            f"{self._some(draw.choice(self._names), 0.1)}={self._value()}"
            for _ in range(draw.choice((0, 0, 1, 1, 2, 5)))
        ]
        headers = self._token() if draw.random() < 0.5 else {}
        for name, values in (
            ("Accept", _ACCEPTS),
            ("Content-Type", _TYPES),
            ("Accept-Language", ("vi", "en;q=0.5,vi", "xx-YY;q=z", "*")),
            ("Accept-Encoding", ("gzip", "br;q=1, gzip;q=0", "identity;q=0, *;q=0", "x")),
            ("If-None-Match", ("*", '"x"', 'W/"x", "y', "x")),
            ("If-Modified-Since", ("Sun, 22 Nov 2026 00:00:00 GMT", "yesterday")),
            ("Range", ("bytes=0-1", "bytes=9-1", "bytes=-5,0-0,x", "rows=1")),
            ("Origin", ("http://evil.example", "null", "\xff")),
            ("Access-Control-Request-Method", ("PUT", "?")),
            ("X-Forwarded-For", ("1.2.3.4", "::1, x", "\xe9")),
            ("X-Forwarded-Proto", ("https", "javascript")),
            ("Authorization", ("Basic", "Basic \xe9", "Basic eDp5", "Bearer", "Bearer \xe9\xff", "Digest x", ":")),
            ("Host", ("", "a b", "[::1", "example.org:99999", "\xe9.org", "x<y>", '"', "a/b?c#d")),
            ("Cookie", ("a=b; ;;=", "\xff")),
            ("Cache-Control", ("no-cache", "max-age=x")),
            ("Expect", ("100-continue",)),
        ):
            if draw.random() < 0.12:
                headers[name] = self._some(draw.choice(values), 0.1)
        body = b""
        if draw.random() < 0.5:
            body = draw.choice(
                (self._mutated(draw.choice((*_QUERIES, *_UPDATES))).encode("utf-8", "surrogatepass"), self._bytes())
            )
        raw = self._request(method, "?".join((path, "&".join(pairs))) if pairs else path, headers, body).raw
        if draw.random() < 0.9:
            return Sent(raw, broken=False)
        at = draw.randrange(len(raw))
        return Sent(raw[:at] + self._bytes() + raw[at + draw.randrange(4) :], broken=True)

    def _request(self, method: str, target: str, headers: dict[str, str], body: bytes | None = None) -> Sent:
        given = {"Host": "127.0.0.1", **headers, "Connection": "close"}
        if body is not None:
            given["Content-Length"] = str(len(body))
        lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in given.items())]
        return Sent("\r\n".join([*lines, "", ""]).encode("utf-8", "surrogatepass") + (body or b""), broken=False)

    def _token(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {TOKEN}"} if self.draw.random() < 0.9 else {}

    def _value(self) -> str:
        draw = self.draw
        value = draw.choice(_VALUES)
        if draw.random() < 0.2:
            value = quote(self._mutated(draw.choice((*_QUERIES, *_UPDATES))).encode("utf-8", "surrogatepass"))
        return self._some(value, 0.2)

    def _some(self, text: str, chance: float) -> str:
        """The text, now and then with something else in it."""
        draw = self.draw
        if draw.random() > chance:
            return text
        at = draw.randrange(len(text) + 1)
        return (
            text[:at]
            + draw.choice(("%", "%2F", "%00", "..", "//", "\xe9", " ", "x" * 5000, "'", "<", "\t"))
            + text[at:]
        )

    def _bytes(self) -> bytes:
        return self.draw.randbytes(self.draw.choice((1, 5, 80, 3000)))

    def _mutated(self, text: str) -> str:
        draw = self.draw
        for _ in range(draw.choice((0, 1, 1, 2, 3, 8))):
            at, way = draw.randrange(len(text) + 1), draw.random()
            end = min(len(text), at + draw.choice((1, 1, 3, 20)))
            if way < 0.3:
                text = text[:at] + " " + draw.choice(_PIECES) + " " + text[at:]
            elif way < 0.5:
                text = text[:at] + text[end:]
            elif way < 0.65:
                text = text[:end] + text[at:end] * draw.choice((1, 2, 50)) + text[end:]
            elif way < 0.8:
                other = draw.choice((*_QUERIES, *_UPDATES))
                text = text[:at] + other[draw.randrange(len(other)) :]
            elif way < 0.95:
                text = text[:at] + draw.choice(_PIECES) + text[end:]
            else:
                text = text[:at] + draw.choice("([{<'\"") * draw.choice((3, 200, 5000)) + text[at:]
        return text[:200_000].replace("TRAP", self._trap)


async def _status(port: int, sent: Sent) -> int:
    """The status that a request is answered with; 0: the connection was closed without one, -1: nothing came."""
    writer: asyncio.StreamWriter | None = None
    try:
        async with asyncio.timeout(1 if sent.broken else WAIT):
            reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 26)
            writer.write(sent.raw)
            line = await reader.readline()
            while line.startswith(b"HTTP/1.1 100"):
                await reader.readline()
                line = await reader.readline()
            while await reader.read(1 << 16):
                pass
            return int(line.split()[1]) if line.startswith(b"HTTP/1.1 ") else 0
    except TimeoutError:
        return -1
    except ConnectionError:
        return 0
    finally:
        if writer is not None:
            writer.close()


async def _sent(port: int, make: Callable[[], Sent], number: int) -> tuple[Counter[int], list[str]]:
    """How many requests were answered with which status; those answered as none may be."""
    found: Counter[int] = Counter()
    wrong: list[str] = []

    async def some() -> None:
        while sum(found.values()) < number and len(wrong) < 10:
            sent = make()
            status = await _status(port, sent)
            found[status] += 1
            if status == 500 or (status <= 0 and not sent.broken):
                wrong.append(f"{status}: {sent.raw[:600]!r}")

    await asyncio.gather(*(some() for _ in range(6)))
    return found, wrong


@pytest.fixture(scope="module")
def fuzzed(
    sample_store: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """A server as a process, over a store of its own: its port."""
    store = tmp_path_factory.mktemp("fuzzed") / "store"
    shutil.copytree(sample_store, store)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    settings = {"KG_TOKEN": TOKEN, "KG_QUERY_TIMEOUT": str(LIMIT), "KG_WRITE_TIMEOUT": "10", "KG_QUERY_QUEUE": "6"}
    settings["KG_SERVICE_ALLOW"] = "http://127.0.0.1:9/"  # where nobody listens
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KG_", "COV_"))}
    log = store.parent / "log"
    with (
        log.open("wb") as output,
        subprocess.Popen(
            [sys.executable, "-m", "kg", "serve", "--port", str(port), "--store", str(store)],
            stdout=output,
            stderr=output,
            env=kept | settings,
        ) as process,
    ):
        try:
            _ready(port)
            yield port, process
            errors = [line for line in log.read_text(errors="replace").splitlines() if '"level": "error"' in line]
            assert not errors
        finally:
            process.send_signal(signal.SIGKILL)


def _ready(port: int) -> None:
    for _ in range(1200):
        try:
            if httpx.get(f"http://127.0.0.1:{port}/ready", trust_env=False, timeout=60).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.05)
    pytest.fail("the server is not ready")


@pytest.mark.parametrize("kind", ["sparql", "http"])
def test_no_request_breaks_the_server(fuzzed: tuple[int, subprocess.Popen[bytes]], kind: str) -> None:
    port, process = fuzzed
    described = httpx.get(f"http://127.0.0.1:{port}/openapi.json", trust_env=False, timeout=60).json()
    with socket.create_server(("127.0.0.1", 0)) as trap:
        trap.setblocking(False)
        fuzzer = Fuzzer(f"{SEED} {kind}", f"127.0.0.1:{trap.getsockname()[1]}", described)
        found, wrong = asyncio.run(_sent(port, getattr(fuzzer, kind), FUZZED // 2))
        with pytest.raises(BlockingIOError):
            trap.accept()
    print(f"{kind}, seed {SEED}: {dict(sorted(found.items()))}")
    assert not wrong, f"seed {SEED}:\n" + "\n".join(wrong)
    assert process.poll() is None
    _ready(port)
    answer = httpx.get(f"http://127.0.0.1:{port}/sparql", params={"query": "ASK {}"}, trust_env=False, timeout=60)
    assert answer.status_code == 200
