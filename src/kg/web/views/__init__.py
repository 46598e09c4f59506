"""Pages of things: one module a kind of page, each of which reads what the graph says and fills a template."""
