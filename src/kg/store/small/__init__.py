"""Small queries, answered in the server: a few triple patterns that hang together, from an end that is known.

What one article says, with its quotes, or the figures of a zone: such a query goes through some hundred quads. Handing
it to a worker takes longer than answering it. So it is read here, by a part of the grammar, and its patterns are joined
quad by quad in the columns (`kg.store.quads`), within a bound on the steps. One that turns out to be larger is given
up, and a worker answers it as any other.
"""

from kg.store.small.answering import small_answer
from kg.store.small.reading import Small, read_small

__all__ = ["Small", "read_small", "small_answer"]
