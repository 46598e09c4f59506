"""A SPARQL 1.1 server as the store: `KG_STORE=https://.../sparql`.

`kg.store.remote.store.RemoteStore` is the store of commands, `kg.store.remote.pool.RemotePool` that of the server. What
tells servers apart stands in `kg.store.remote.dialects`, and nowhere else.
"""
