"""Turns an intent into the one call of the platform that it asks for."""

from collections.abc import Callable
from typing import assert_never

from app.central.connectors.intents import Effect, OutwardIntent, reference_of
from app.central.connectors.port import ShopPlatform

Link = Callable[[str], str]
"""The link to the page of an intent's `page`."""


def no_link(page: str) -> str:
    """Nobody serves customers' pages."""
    return ""


async def send(platform: ShopPlatform, intent: OutwardIntent, link: Link = no_link) -> str:
    """Call once, without repeating; returns the platform's `ref` of the order. Raises what the platform raises."""
    ref, reference = intent.platform_ref, intent.reference
    match intent.effect:
        case Effect.CREATE:
            assert intent.new is not None
            return await platform.create_order(intent.new, reference)
        case Effect.READY:
            await platform.mark_ready(ref, reference)
        case Effect.COLLECTED:
            await platform.mark_collected(ref, intent.lines, reference)
        case Effect.REVERSED:
            await platform.reverse_collected(ref, intent.lines, reference_of(intent.undoes), reference)
        case Effect.PAID:
            await platform.settle(ref, intent.amount, reference)
        case Effect.RETURN_RECORD:
            await platform.record_return(ref, intent.lines, reference)
        case Effect.REFUND:
            await platform.refund(ref, intent.amount, intent.lines, reference)
        case Effect.RESTOCK:
            is_retried = intent.is_retried
            await platform.restock(ref, intent.lines, intent.location, reference, is_retried=is_retried)
        case Effect.MESSAGE:
            await platform.notify(ref, intent.message, reference, link=link(intent.page) if intent.page else "")
        case _:
            assert_never(intent.effect)
    return ref
