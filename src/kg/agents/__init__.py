"""The graph for agents: a server of the Model Context Protocol. Needs the extra `agents`.

Its tools ask the HTTP interface, so that an agent has what everybody has and no more: the same queries, limits and
errors. See docs/mcp.md.
"""
