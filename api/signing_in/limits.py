"""How often one address may knock: at the sign-in, at its way back, at the demo's door, and with tokens that fail."""

import time
from math import ceil

from fastapi import Request
from limits import RateLimitItem, RateLimitItemPerMinute
from limits.aio.storage import Storage
from limits.aio.strategies import FixedWindowRateLimiter
from limits.storage import storage_from_string

from api.errors import TooManyRequests

BEGINNING: RateLimitItem = RateLimitItemPerMinute(30, namespace="sign-in")
COMING_BACK: RateLimitItem = RateLimitItemPerMinute(30, namespace="callback")
DEMO: RateLimitItem = RateLimitItemPerMinute(60, namespace="demo")
FAILING: RateLimitItem = RateLimitItemPerMinute(120, namespace="failing")


class Limits:
    """Counts in this process, or where `storage` says (an address of the library limits, such as async+redis://…)."""

    def __init__(self, storage: str = "async+memory://") -> None:
        store = storage_from_string(storage)
        if not isinstance(store, Storage):
            raise TypeError("the store of the limits must be asynchronous: async+…")
        self._limiter = FixedWindowRateLimiter(store)

    async def pass_by(self, request: Request, limit: RateLimitItem) -> None:
        """Count this request. Raises TooManyRequests once its address has used up the minute.

        The address is the one uvicorn gives, so behind a proxy FORWARDED_ALLOW_IPS has to name that proxy.
        """
        address = request.client.host if request.client else "unknown"
        if not await self._limiter.hit(limit, address):
            window = await self._limiter.get_window_stats(limit, address)
            raise TooManyRequests(max(1, ceil(window.reset_time - time.time())))
