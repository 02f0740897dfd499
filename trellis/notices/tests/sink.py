"""A mail server in a thread: takes mail, refuses it, or says nothing, as a test asks."""

from __future__ import annotations

import email
import email.policy
import socketserver
import threading
from collections.abc import Callable
from email.message import EmailMessage

OK, NOT_NOW, NEVER, SILENT, GONE = "250 ok", "450 busy", "550 no such user", "", "hang up"


class Sink:
    """Keeps what it was given; `answers` says how to answer `RCPT` or `DATA` by address."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.senders: list[str] = []
        self.answers: dict[str, str] = {}
        self.after_data = OK
        self.on_mail: Callable[[EmailMessage], None] = lambda _mail: None
        self.ended = threading.Event()
        sink = self

        class Conversation(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                sink.converse(self)

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True
            allow_reuse_address = True

        self._server = Server(("127.0.0.1", 0), Conversation)
        self.port: int = self._server.server_address[1]

    def __enter__(self) -> Sink:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        self._server.shutdown()
        self._server.server_close()

    @property
    def got(self) -> list[str]:
        """The subjects, in the order in which they came."""
        return [str(one["Subject"]) for one in self.mails]

    def converse(self, peer: socketserver.StreamRequestHandler) -> None:
        """Speak just enough of the protocol."""
        self._say(peer, "220 sink")
        while line := peer.rfile.readline():
            word = line[:4].upper()
            if word == b"RCPT":
                address = line.partition(b"<")[2].partition(b">")[0].decode()
                answer = self.answers.get(address, OK)
            elif word == b"MAIL":
                self.senders.append(line.partition(b"<")[2].partition(b">")[0].decode())
                answer = OK
            elif word == b"DATA":
                self._say(peer, "354 go on")
                answer = self._take(peer)
            else:
                answer = "221 bye" if word == b"QUIT" else OK
            if answer == GONE:
                return
            if answer == SILENT:
                self.ended.wait(30)
                return
            self._say(peer, answer)

    def _take(self, peer: socketserver.StreamRequestHandler) -> str:
        lines = []
        while (line := peer.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        mail = email.message_from_bytes(b"".join(lines), policy=email.policy.default)
        if self.after_data in (OK, GONE):
            self.mails.append(mail)
            self.on_mail(mail)
        return self.after_data

    def _say(self, peer: socketserver.StreamRequestHandler, words: str) -> None:
        peer.wfile.write(words.encode() + b"\r\n")
