"""What spreadsheet programs take for a formula, and how a text cell is kept from being run."""

from __future__ import annotations

import re

# What begins a formula, or is stripped before a program looks for one; also in full width.
_FORMULA = "=+\\-@\t\r\n＝＋－＠"
_GUARDABLE = re.compile(f"'*[{_FORMULA}]")
_GUARDED = re.compile(f"'+[{_FORMULA}]")


def guard(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would run as a formula. `unguard` takes it off again.

    >>> guard("=1+1"), guard("KCN Nomura"), guard("'=1+1")
    ("'=1+1", 'KCN Nomura', "''=1+1")
    """
    return f"'{text}" if _GUARDABLE.match(text) else text


def unguard(cell: str) -> str:
    """The text that was guarded; what has no guard stays as it is.

    >>> unguard("'=1+1"), unguard("''=1+1"), unguard("'quoted'")
    ('=1+1', "'=1+1", "'quoted'")
    """
    return cell[1:] if _GUARDED.match(cell) else cell
