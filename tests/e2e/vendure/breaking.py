"""A line to Vendure that breaks once, where a test says so."""

import httpx

from tests.contract.connectors.suite import Break

_LOGIN = b"mutation($u:"


class BreakingLine(httpx.AsyncBaseTransport):
    """Carries requests; the next mutation (for READ_FAILS the next question) meets `breaks`. On one loop.

    `passes` is how many go through before. `effects` counts the mutations that reached Vendure.
    """

    def __init__(self) -> None:
        self._line = httpx.AsyncHTTPTransport()
        self.breaks: Break | None = None
        self.passes = 0
        self.effects = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """See httpx."""
        body = await request.aread()
        is_effect = b'"query":"mutation' in body and _LOGIN not in body
        how = self.breaks
        if how is None or is_effect is (how is Break.READ_FAILS) or _LOGIN in body or self.passes:
            self.passes -= bool(self.passes and is_effect)
            self.effects += is_effect
            return await self._line.handle_async_request(request)
        self.breaks = None
        if how is Break.LOST_BEFORE:
            raise httpx.ReadError("cut before", request=request)
        if how is Break.THROTTLED:
            return httpx.Response(429, headers={"retry-after": "3"}, request=request)
        if how is Break.READ_FAILS:
            return httpx.Response(200, html="<html>Bad Gateway</html>", request=request)
        answer = await self._line.handle_async_request(request)
        await answer.aread()
        await answer.aclose()
        raise httpx.ReadError("cut after", request=request)

    async def aclose(self) -> None:
        """See httpx."""
        await self._line.aclose()
