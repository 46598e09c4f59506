"""An answer comes out of the spool as it was put in, at the reader's speed; errors come in their place."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import QueryTimeout, StoreBusy
from kg.web.room import Room
from kg.web.spool import Spool


@given(st.lists(st.binary(max_size=50), max_size=20), st.integers(0, 300))
def test_what_goes_in_comes_out(pieces: list[bytes], held: int) -> None:
    async def produce(spool: Spool) -> None:
        for piece in pieces:
            spool.write(piece)
            await asyncio.sleep(0)

    async def main() -> bytes:
        async with Spool(produce, Room()) as spool:
            if await spool.filled(held):
                return spool.whole()
            return b"".join([piece async for piece in spool])

    assert asyncio.run(main()) == b"".join(pieces)


def test_a_producer_is_done_before_its_reader() -> None:
    async def produce(spool: Spool) -> None:
        for _ in range(64):
            spool.write(b"x" * (1 << 17))

    async def main() -> int:
        async with Spool(produce, Room()) as spool:
            assert await spool.filled(1 << 30)  # nobody has read anything so far
            return sum([len(piece) async for piece in spool])

    assert asyncio.run(main()) == 64 << 17


def test_an_error_comes_after_what_was_written_before_it() -> None:
    async def produce(spool: Spool) -> None:
        spool.write(b"first")
        raise QueryTimeout("too long")

    async def main() -> list[bytes]:
        read = []
        async with Spool(produce, Room()) as spool:
            with pytest.raises(QueryTimeout):
                async for piece in spool:
                    read.append(piece)
        return read

    assert asyncio.run(main()) == [b"first"]


def test_leaving_cancels_the_producer() -> None:
    ended = []

    async def produce(spool: Spool) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(True)

    async def main() -> None:
        async with Spool(produce, Room()) as spool:
            asyncio.get_running_loop().call_soon(spool.stop, QueryTimeout("stopped"))
            with pytest.raises(QueryTimeout, match="stopped"):
                await spool.filled(1)
        async with Spool(produce, Room()):
            await asyncio.sleep(0)

    asyncio.run(main())
    assert ended == [True, True]


def test_all_of_them_have_so_much_room() -> None:
    room = Room(101)

    async def produce(spool: Spool) -> None:
        for _ in range(3):
            spool.write(b"x" * 25)

    async def main() -> None:
        async with Spool(produce, room) as first:
            assert await first.filled(75)
            async with Spool(produce, room) as second:
                with pytest.raises(StoreBusy):
                    assert b"".join([piece async for piece in second]) == b"x" * 25
        async with Spool(produce, room) as third:
            assert await third.filled(75)

    asyncio.run(main())
    room.take(100)
