"""Is the port free? Run by ``make demo`` before anything slow; needs only Python itself."""

import socket
import sys

HOST = "127.0.0.1"


def problem(port: str) -> str:
    """Why nothing can serve on this port of this machine, as a sentence; empty if it is free."""
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        return f"PORT must be a number from 1 to 65535, not {port!r}."
    with socket.socket() as candidate:
        # As every server does: connections of an earlier run that linger are no obstacle.
        candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            candidate.bind((HOST, int(port)))
        except PermissionError:
            return f"Port {port} may only be used by root. Choose another: make demo PORT=8001"
        except OSError:
            return f"Port {port} of {HOST} is taken. Choose another: make demo PORT=8001"
    return ""


if __name__ == "__main__":
    sys.exit(problem(sys.argv[1]) or 0)
