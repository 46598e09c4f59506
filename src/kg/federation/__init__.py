"""SERVICE in queries: evaluated here, within limits, since the engine fetches whatever it is told to.

The pattern of a SERVICE is sent to its endpoint, and the solutions that come back take its place in the query as data
(`VALUES`). What the engine gets holds no SERVICE, and its process has no network.
"""

from kg.federation.allowed import AllowList
from kg.federation.evaluating import Federation, Limits, Local, calls_services

__all__ = ["AllowList", "Federation", "Limits", "Local", "calls_services"]
