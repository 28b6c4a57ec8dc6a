"""A real SMTP server on loopback that takes letters, or refuses, hangs and hangs up when a test wants it to."""

import asyncio
import email
import email.policy
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

type Behaviour = Callable[[Envelope], "str | None"]

HANG = "hang"
DROP = "drop"


class Postbox:
    """What arrived, and how the server behaves: an answer per recipient, before and after the letter's text."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.answers: dict[str, str] = {}
        self.after_data: Behaviour = lambda _envelope: None
        self.connections = 0

    async def handle_EHLO(self, server: SMTP, session: Session, _envelope: Envelope, hostname: str) -> str:
        self.connections += 1
        session.host_name = hostname
        return "250 HELP"

    async def handle_RCPT(
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        answer = self.answers.get(address, "250 OK")
        if answer in (HANG, DROP):
            return await self._misbehave(server, answer)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        content = envelope.content or b""
        content = content.encode() if isinstance(content, str) else content
        self.taken.append(email.message_from_bytes(content, policy=email.policy.default))
        self.recipients.extend(envelope.rcpt_tos)
        answer = self.after_data(envelope)
        if answer in (HANG, DROP):
            return await self._misbehave(server, answer)
        return answer or "250 OK"

    async def _misbehave(self, server: SMTP, how: str) -> str:
        if how == HANG:
            await asyncio.sleep(60)
        elif isinstance(server.transport, asyncio.WriteTransport):
            server.transport.abort()
        return "451 gone"


@contextmanager
def mail_server(postbox: Postbox) -> Iterator[tuple[str, int]]:
    """Serves the postbox on a free port of loopback; gives host and port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(postbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield "127.0.0.1", port
    finally:
        controller.stop()
