"""What the browser may do with a page of ours: nothing from elsewhere, in nobody's frame; who may open a line to us.

Streamlit writes scripts and styles into its pages and Plotly compiles some of its own, so both are allowed where they
come from this server; nothing is loaded from, sent to or shown inside any other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
)
_OURS = {name for name, _value in HEADERS}
REFUSED = 1008  # close code: against the policy


class Guarded:
    """The headers on every answer; a websocket without an origin, which no browser opens, is refused."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As every ASGI application."""
        if scope["type"] == "websocket" and not any(name == b"origin" for name, _value in scope["headers"]):
            await receive()  # the wish to connect
            await send({"type": "websocket.close", "code": REFUSED})
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                held = [pair for pair in message.get("headers", []) if pair[0].lower() not in _OURS]
                message = {**message, "headers": [*held, *HEADERS]}
            await send(message)

        await self._app(scope, receive, guarded if scope["type"] == "http" else send)
