"""A review round: the rows of the store shown to people, and what they made of them taken back.

`shown_rows` gives what a sheet shows, `load_sheets` takes sheets back, `withdraw` undoes a correction; `explained`
accounts for an article's numbers with what people said of them.
"""

from kg.reviewing.explaining import explained
from kg.reviewing.rounds import RoundReport, load_sheets, withdraw
from kg.reviewing.showing import Status, shown_rows, statuses

__all__ = ["RoundReport", "Status", "explained", "load_sheets", "shown_rows", "statuses", "withdraw"]
