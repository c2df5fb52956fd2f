"""Execute chapters with the network cut: ``python -m tools.trust.offline [01 …]``.

The process moves into a network namespace of its own, where nothing but the loopback exists.
Where the system does not allow that, it says so and leaves with 77, which tests take as a skip.
"""

import argparse
import fcntl
import os
import shutil
import socket
import struct
import subprocess
import sys

from tools.chapters.run import ROOT, CellExecutionError, find_chapters, run_chapter

SKIP = 77
INSIDE = "MID_OFFLINE"
SIOCSIFFLAGS, IFF_UP, IFF_RUNNING = 0x8914, 0x1, 0x40


def allowed() -> bool:
    """Say whether a namespace without a network can be made here."""
    if not shutil.which("unshare"):
        return False
    return subprocess.run(["unshare", "-rn", "true"], capture_output=True).returncode == 0


def raise_loopback() -> None:
    """Switch the loopback on, which kernels talk through; a new namespace has it off."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        request = struct.pack("16sh", b"lo", IFF_UP | IFF_RUNNING)
        fcntl.ioctl(control, SIOCSIFFLAGS, request)


def reachable_from_here() -> bool:
    """Say whether any host but this one could be reached: a route would be enough."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # TEST-NET-1: nothing is sent
        except OSError:
            return False
    return True


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("chapters", nargs="*", help="numbers, such as 01; all when left out")
    options = parser.parse_args()
    if INSIDE not in os.environ:
        if not allowed():
            print("skipped: this system allows no network namespace")
            return SKIP
        command = ["unshare", "-rn", sys.executable, "-m", "tools.trust.offline", *options.chapters]
        return subprocess.run(command, cwd=ROOT, env={**os.environ, INSIDE: "1"}).returncode
    raise_loopback()
    if reachable_from_here():
        sys.exit("the network is not cut")
    failed = 0
    for source in find_chapters(ROOT / "chapters", options.chapters):
        try:
            run_chapter(source, write=False)
            print(f"{source.stem}: runs without a network", flush=True)
        except CellExecutionError as error:
            print(f"{source.stem}: FAILED\n{error}", file=sys.stderr)
            failed += 1
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
