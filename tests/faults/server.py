"""A server on a raw socket that does to each request what it is told, however wrong."""

import re
import socket
import struct
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress

Action = Callable[[socket.socket], None]
"""What is done to a connection when a request has arrived on it."""


def answer(
    body: bytes = b'{"id": 1, "name": "Ann"}', status: str = "200 OK", *fields: str
) -> bytes:
    """A whole answer, as it should be but for what is passed."""
    head = [f"HTTP/1.1 {status}", "content-type: application/json", *fields]
    if not any(field.lower().startswith(("content-length", "transfer-")) for field in fields):
        head.append(f"content-length: {len(body)}")
    return "\r\n".join([*head, "", ""]).encode("latin-1") + body


def send(data: bytes) -> Action:
    """It is answered with these bytes, and the connection stays open."""
    return lambda connection: connection.sendall(data)


def send_and_close(data: bytes) -> Action:
    """It is answered with these bytes, and no more."""

    def act(connection: socket.socket) -> None:
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)

    return act


def send_and_reset(data: bytes = b"") -> Action:
    """It is answered with these bytes, and the connection is torn down."""

    def act(connection: socket.socket) -> None:
        connection.sendall(data)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()

    return act


def send_and_stall(data: bytes = b"") -> Action:
    """It is answered with these bytes, and then nothing comes until the client hangs up."""

    def act(connection: socket.socket) -> None:
        connection.sendall(data)
        while connection.recv(65536):
            pass

    return act


def send_for_ever(data: bytes, piece: bytes, pause: float = 0.0) -> Action:
    """It is answered with these bytes, and then with a piece again and again."""

    def act(connection: socket.socket) -> None:
        connection.sendall(data)
        while not threading.Event().wait(pause):
            connection.sendall(piece)

    return act


class Server:
    """It answers well until it is given a fault, and keeps what it was sent."""

    def __init__(self) -> None:
        self.at_first: Action | None = None
        """What is done to a connection before anything has arrived on it."""
        self.fault: Action | None = None
        self.received: list[bytes] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._connections: set[socket.socket] = set()

    @property
    def url(self) -> str:
        return "http://{}:{}".format(*self._listener.getsockname())

    @property
    def host(self) -> str:
        return self.url.removeprefix("http://")

    def run(self) -> None:
        with suppress(OSError):  # it was closed
            while True:
                connection, _ = self._listener.accept()
                self._connections.add(connection)
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def close(self) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in self._connections:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()

    def _serve(self, connection: socket.socket) -> None:
        with suppress(OSError):
            if self.at_first:
                self.at_first(connection)
            left = b""
            while True:
                request, left = _read_request(connection, left)
                if not request:
                    return
                self.received.append(request)
                (self.fault or send(answer()))(connection)


def _read_request(connection: socket.socket, left: bytes) -> tuple[bytes, bytes]:
    data = left
    while b"\r\n\r\n" not in data:
        more = connection.recv(65536)
        if not more:
            return b"", b""
        data += more
    head, _, rest = data.partition(b"\r\n\r\n")
    announced = re.search(rb"content-length: *(\d+)", head.lower())
    length = int(announced[1]) if announced else 0
    while len(rest) < length:
        rest += connection.recv(65536)
    return head + b"\r\n\r\n" + rest[:length], rest[length:]


@contextmanager
def serving() -> Generator[Server]:
    server = Server()
    threading.Thread(target=server.run, daemon=True).start()
    try:
        yield server
    finally:
        server.close()
