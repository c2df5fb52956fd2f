"""Serve the built book on this computer: ``python -m tools.reading.serve [--port 8000]``."""

import argparse
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

from tools.ports import free_port
from tools.reading.book import ROOT


def server(folder, first: int) -> ThreadingHTTPServer:
    """Return a server of ``folder`` at the first free port, seen from this computer only."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(folder))
    return ThreadingHTTPServer(("127.0.0.1", free_port(first)), handler)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, default=8000, help="the first one to try")
    options = parser.parse_args()
    with server(ROOT / "_build" / "html", options.port) as web:
        port = web.server_address[1]
        if port != options.port:
            print(f"Port {options.port} is taken.")
        print(f"The book is at http://localhost:{port}; Ctrl-C ends it.", flush=True)
        try:
            web.serve_forever()
        except KeyboardInterrupt:
            print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
