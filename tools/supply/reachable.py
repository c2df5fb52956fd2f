"""Exit 0 if a page can be had within a few seconds: ``python -m tools.supply.reachable URL``."""

import sys
import urllib.request


def reachable(url: str, seconds: float = 4) -> bool:
    """Return whether ``url`` answers within ``seconds``."""
    try:
        with urllib.request.urlopen(url, timeout=seconds) as answer:
            return answer.status == 200
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(0 if reachable(sys.argv[1]) else 1)
