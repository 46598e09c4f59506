"""The command for agents: `kg mcp`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.console import flowed, remark
from kg.cli.options import BaseIri, StoreLocation

if TYPE_CHECKING:
    from kg.settings import Settings


def register(app: typer.Typer) -> None:
    """Add this command to `kg`."""
    app.command(help=flowed(mcp))(mcp)


def mcp(
    url: Annotated[
        str | None,
        typer.Option(metavar="URL", help="A server to ask, instead of the store.", show_default=False),
    ] = None,
    http: Annotated[
        int | None,
        typer.Option(
            metavar="PORT",
            min=1,
            max=65535,
            help="Listen on this port (streamable HTTP, /mcp) instead of standard input and output.",
            show_default=False,
        ),
    ] = None,
    host: Annotated[str, typer.Option(help="With --http: the address to listen on.")] = "127.0.0.1",
    store: StoreLocation = None,
    base_iri: BaseIri = None,
) -> None:
    """Serve the graph to agents, by the Model Context Protocol (MCP). Ctrl-C ends it.

    An agent's program starts it and talks to it by standard input and output. Its tools have the server's limits
    (`kg settings`), and nothing can be written. It needs the extra `agents`: pip install 'vnkg[agents]'.

    Examples:
      kg mcp
      kg mcp --url http://127.0.0.1:8000
      kg mcp --http 8001
    """
    import asyncio
    from contextlib import suppress

    from kg.errors import KgError
    from kg.settings import load_settings

    try:
        import mcp.server  # noqa: F401
    except ImportError as error:
        raise KgError("this needs the extra `agents`: pip install 'vnkg[agents]'", where="mcp") from error
    settings = load_settings(store=store, base_iri=base_iri)
    with suppress(KeyboardInterrupt):
        asyncio.run(_serve(settings, url, http, host))


async def _serve(settings: Settings, url: str | None, port: int | None, host: str) -> None:
    from kg.agents.asking import server_at, store_of
    from kg.agents.server import server_over

    connected = server_at(url, settings.query_timeout) if url else store_of(settings)
    async with connected as interface:
        server = server_over(interface)
        if port is None:
            await server.run_stdio_async()
        else:
            remark(f"serving agents on http://{host}:{port}/mcp   (Ctrl-C ends it)")
            await server.run_streamable_http_async(host=host, port=port, stateless_http=True, json_response=True)
