"""A mail server that misbehaves as an address says, and may kill whoever hands it a mail.

It runs in a process of its own. An address begins with what happens to it; a log says which mail it
took, from which process, and how it answered.
"""

from __future__ import annotations

import os
import signal
import socketserver
import threading
import time
from collections import Counter
from pathlib import Path

OK = "250 ok"
FATES = {
    "fine": 6, "busy": 2, "hang": 1, "cut": 1, "drop": 2, "later": 1, "drip": 1, "never": 1,
    "unwanted": 1,
}  # fmt: skip
"""How often each fate is drawn. `cut` hangs up before it has the whole mail, `drop` after it."""

PATIENCE = 2
"""How often busy, hanging and cutting servers do so before they take the mail."""


class Log:
    """What the server took: one line each, whole even when somebody reads at the same time."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def say(self, *words: object) -> None:
        """Write a line."""
        os.write(self._file, (" ".join(map(str, words)) + "\n").encode())


class Server(socketserver.ThreadingTCPServer):
    """Threads, because some conversations hang."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.log, self.order = Log(folder / "log"), folder / "kill"
        self.tries: Counter[tuple[str, str]] = Counter()
        self.turn = threading.Lock()

    def try_of(self, address: str, step: str) -> int:
        """How often this address came to this step before."""
        with self.turn:
            self.tries[address, step] += 1
            return self.tries[address, step] - 1

    def kill_order(self) -> str:
        """`before` or `after` the answer, if the next client is to die; each order once."""
        with self.turn:
            if not self.order.exists():
                return ""
            when = self.order.read_text()
            self.order.unlink()
            return when


class Conversation(socketserver.StreamRequestHandler):
    """Just enough of the protocol."""

    server: Server
    client = 0
    address = ""

    def handle(self) -> None:
        """Speak until one side hangs up."""
        try:
            self._say("220 proof")
            while line := self.rfile.readline():
                if not self._answer(line.decode("ascii", "replace")):
                    return
        except OSError:
            return

    def _answer(self, line: str) -> bool:
        word, fate = line[:4].upper(), self.address.partition("-")[0]
        if word in ("EHLO", "HELO"):
            self.client = int(line.split("-")[-1])
        elif word == "RCPT":
            self.address = line.partition("<")[2].partition(">")[0]
            return self._recipient(self.address.partition("-")[0])
        elif word == "DATA":
            return self._data(fate)
        elif word == "QUIT":
            self._say("221 bye")
            return False
        return self._say(OK)

    def _recipient(self, fate: str) -> bool:
        tries = self.server.try_of(self.address, "RCPT")
        if fate == "never":
            return self._say("550 5.1.1 no such user")
        if fate == "busy" and tries < PATIENCE:
            return self._say("450 4.2.0 busy")
        if fate == "hang" and tries < PATIENCE:
            time.sleep(30)
            return False
        if fate == "drip" and tries < PATIENCE:
            for sign in "250-slowly\r\n" * 100:
                self.wfile.write(sign.encode())
                time.sleep(0.2)
        return self._say(OK)

    def _data(self, fate: str) -> bool:
        tries = self.server.try_of(self.address, "DATA")
        self._say("354 go on")
        if fate == "cut" and tries < PATIENCE:
            self.rfile.readline()
            return False
        name = ""
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            if line.lower().startswith(b"message-id:"):
                name = line.split(b":", 1)[1].strip().decode()
        if line == b"":
            return False
        if fate == "unwanted":
            return self._say("554 5.7.1 not wanted")
        if fate == "later" and tries < PATIENCE:
            return self._say("451 4.3.0 later")
        return self._take(name, drops=fate == "drop" and not tries)

    def _take(self, name: str, *, drops: bool) -> bool:
        when = self.server.kill_order()
        self.server.log.say("took", name, self.client, "drop" if drops else "ok")
        if when == "before":
            self._kill()
        elif not drops:
            self._say(OK)
            if when == "after":
                self._kill()
        return not drops and not when

    def _kill(self) -> None:
        try:
            os.kill(self.client, signal.SIGKILL)
        except ProcessLookupError:
            return

    def _say(self, words: str) -> bool:
        self.wfile.write(words.encode() + b"\r\n")
        return True


def serve(folder: Path) -> None:
    """Serve for good; the port stands in a file."""
    with Server(folder) as server:
        (folder / "port.new").write_text(str(server.server_address[1]))
        (folder / "port.new").rename(folder / "port")
        server.serve_forever(poll_interval=0.05)
