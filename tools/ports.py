"""Ports of this computer that nobody listens on."""

import socket
import sys
from errno import EADDRINUSE


def free_port(first: int, most: int = 50) -> int:
    """Return ``first``, or the next port above it on which nobody listens.

    Raises:
        OSError: if none of ``most`` ports is free.
    """
    for port in range(first, first + most):
        if _is_free(port):
            return port
    raise OSError(f"ports {first} to {first + most - 1} are all taken; one of them should be free")


def _is_free(port: int) -> bool:
    for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            if sys.platform != "win32":  # there it would share a port that is taken
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                if family == socket.AF_INET or error.errno == EADDRINUSE:
                    return False
    return True
