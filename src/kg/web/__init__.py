"""The server: SPARQL protocol, canned queries, a page and data for each thing. `create_app` is the door."""

from kg.web.app import create_app

__all__ = ["create_app"]
