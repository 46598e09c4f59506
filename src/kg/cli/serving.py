"""Commands around the server: `kg serve`, `kg settings`."""

from __future__ import annotations

import socket
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.console import flowed, remark, stdout, table
from kg.cli.options import BaseIri, StoreLocation

if TYPE_CHECKING:
    from kg.settings import Settings


_CONNECTIONS = 20_000
"""Open files that the server asks for."""


def register(app: typer.Typer) -> None:
    """Add these commands to `kg`."""
    app.command(help=flowed(serve))(serve)
    app.command(help=flowed(settings))(settings)


def serve(
    host: Annotated[
        str | None,
        typer.Option(
            help="Address to listen on; 0.0.0.0 lets others in. [KG_HOST, else 127.0.0.1]", show_default=False
        ),
    ] = None,
    port: Annotated[
        int | None, typer.Option(help="Port to listen on; 0 takes a free one. [KG_PORT, else 8000]", show_default=False)
    ] = None,
    store: StoreLocation = None,
    base_iri: BaseIri = None,
) -> None:
    """Serve the graph over HTTP: SPARQL, canned queries, a page for each thing. Ctrl-C ends it.

    `kg load` may run meanwhile: what it brings in is served without a restart. The log goes to standard output, one
    JSON object a line.

    Examples:
      kg serve
      kg serve --port 9000
      kg serve --host 0.0.0.0 --store /data/vnkg
    """
    from kg.settings import load_settings

    chosen = load_settings(host=host, port=port, store=store, base_iri=base_iri)
    listening = _listen(chosen)
    try:
        _serve(chosen, listening)
    finally:
        listening.close()


def _listen(chosen: Settings) -> socket.socket:
    """The socket, bound before anything else: that the port is taken is said at once, and 0 becomes a number."""
    from kg.errors import ServerError

    try:
        family = socket.getaddrinfo(chosen.host, chosen.port, type=socket.SOCK_STREAM)[0][0]
        # Only where the protocol is named does asyncio send without waiting (TCP_NODELAY): 40 ms a request otherwise.
        listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((chosen.host, chosen.port))
            listening.listen(256)
        except OSError:
            listening.close()
            raise
    except OSError as error:
        raise ServerError(
            f"cannot listen there ({error.strerror or error}); choose another with --port or KG_PORT",
            where=f"{chosen.host}:{chosen.port}",
        ) from error
    return listening


def _serve(chosen: Settings, listening: socket.socket) -> None:
    import sys

    import uvicorn

    from kg.web import create_app
    from kg.web.connections import Bounded
    from kg.web.logs import log_to

    log_to(sys.stdout, requests=chosen.log_requests)
    port = listening.getsockname()[1]
    app = create_app(chosen)
    host = f"[{chosen.host}]" if ":" in chosen.host else chosen.host
    address = f"http://{host}:{port}"
    if chosen.test_mode:
        remark("warning: test mode: anybody on this machine may write, without a token")
    remark(_held(chosen))
    remark(f"serving on {address}/   (Ctrl-C ends it)")
    for path, what in (
        ("/docs", "all addresses, to try out"),
        ("/queries", "the canned queries"),
        ("/sparql", "the SPARQL endpoint"),
        ("/health", "is it well?"),
    ):
        remark(f"  {address}{path:10} {what}")
    _allow_many_connections()
    http = type("_Http", (Bounded,), {"short_ways": app.short_ways})
    server = uvicorn.Server(
        uvicorn.Config(app, http=http, ws="none", log_config=None, access_log=False, server_header=False)
    )
    with suppress(KeyboardInterrupt):  # its way of ending, after the requests at hand are answered
        server.run(sockets=[listening])


def _allow_many_connections() -> None:
    """Raise the number of files that this process may have open as far as it may itself; each connection is one."""
    with suppress(ImportError, ValueError, OSError):
        import resource  # not everywhere

        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = _CONNECTIONS if most == resource.RLIM_INFINITY else min(most, _CONNECTIONS)
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def _held(chosen: Settings) -> str:
    """What is about to be served, in one line."""
    from kg.errors import StoreError
    from kg.graph import vocabulary
    from kg.store import store_of, text

    terms = vocabulary.vocabulary(chosen.base_iri)
    counting = "SELECT (COUNT(*) AS ?count) { ?thing a ?class }"
    try:
        with store_of(chosen, read_only=True) as opened:
            counts = [
                text(next(iter(opened.select(counting, bindings={"class": term}))), "count")
                for term in (terms.ARTICLE, terms.OBSERVATION)
            ]
    except StoreError:
        return f"{chosen.store} holds nothing so far: load something with `kg load PATH...`"
    return f"{chosen.store}: {counts[0]} articles, {counts[1]} figures"


def settings() -> None:
    """Print every setting: its environment variable, its value now, its default, and what it does.

    Examples:
      kg settings
      KG_PORT=9000 kg settings
    """
    from kg.settings import Settings, env_name, load_settings, unknown_variables

    now = load_settings()
    rows = []
    for name, field in Settings.model_fields.items():
        value, default = getattr(now, name), field.get_default(call_default_factory=True)
        rows.append((name, env_name(name), str(value), str(default), field.description or ""))
    stdout().print(table(("setting", "variable", "value", "default", "help"), rows))
    for name in unknown_variables():
        remark(f"warning: {name} is set in the environment, but there is no such setting")
