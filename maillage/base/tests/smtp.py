"""A mail server for tests: it keeps what it accepts, and answers as told."""

import asyncio
from asyncio import Transport
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from typing import cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Sink:
    """What was accepted; `answers` are given first, one a message, then "250", after `pause` seconds."""

    def __init__(self) -> None:
        self.accepted: list[Message] = []
        self.envelopes: list[Envelope] = []
        self.answers: list[str] = []
        self.refused: set[str] = set()
        self.pause = 0.0

    async def handle_RCPT(  # noqa: N802 -- aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.refused:
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 -- aiosmtpd's name
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith("250"):
            self.accepted.append(message_from_bytes(cast("bytes", envelope.content)))
            self.envelopes.append(envelope)
            await asyncio.sleep(self.pause)
        if answer == "drop":
            cast("Transport", server.transport).close()
        return answer


@contextmanager
def sink(port: int) -> Iterator[Sink]:
    """Run a server on this port as long as the block lasts."""
    handler = Sink()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield handler
    finally:
        controller.stop()
