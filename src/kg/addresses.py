"""Which network addresses are public: what others name must not lead us to the machines beside this one."""

from __future__ import annotations

import ipaddress
from typing import TypeAlias

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

_NETWORK_TRANSLATION = ipaddress.ip_network("64:ff9b::/96")


def is_public(address: Address) -> bool:
    """Whether an address, and each IPv4 address that is written in it, is one of the public internet."""
    return all(each.is_global and not each.is_multicast for each in _meant(address))


def _meant(address: Address) -> list[Address]:
    """An address, and the IPv4 addresses that are written in it."""
    if isinstance(address, ipaddress.IPv4Address):
        return [address]
    inner = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _NETWORK_TRANSLATION:
        inner.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    found: list[Address] = [each for each in inner if each is not None]
    return found if address.ipv4_mapped else [address, *found]
