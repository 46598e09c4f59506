"""A review round: the rows of the store shown to people, and what they made of them taken back.

`shown_rows` gives what a sheet shows, `load_sheets` takes sheets back, `withdraw` undoes a correction.
"""

from kg.reviewing.rounds import RoundReport, load_sheets, withdraw
from kg.reviewing.showing import Status, shown_rows, statuses

__all__ = ["RoundReport", "Status", "load_sheets", "shown_rows", "statuses", "withdraw"]
