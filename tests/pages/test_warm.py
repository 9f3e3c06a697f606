"""What the server does before the first visitor."""

from __future__ import annotations

import socket

from pages.parts.server import warm


def test_connections_of_a_socket_that_names_no_protocol_send_at_once() -> None:
    """Accepted before: they wait for company; accepted after: they do not."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        assert not _prompt(listening)
        assert warm._send_at_once() >= 1
        assert _prompt(listening)


def _prompt(listening: socket.socket) -> bool:
    with socket.create_connection(listening.getsockname()) as _client:
        answering, _address = listening.accept()
        with answering:
            return bool(answering.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
