"""Processes for code of strangers: limited in time, memory and files, and shut in where possible.

Where Linux lets a program have namespaces of its own, which is what bubblewrap and containers are
made of, an answer sees Python, its libraries and an empty folder, and no other process, file or
network. A grader that is root without namespaces, as in many containers, gives each answer a
user of its own. Elsewhere only the limits hold. The page for instructors says what that means.
"""

import contextlib
import ctypes
import importlib.util
import os
import signal
import site
import sys
import sysconfig
import tempfile
import threading
from collections.abc import Sequence
from multiprocessing import get_context
from pathlib import Path

import psutil

LINUX = sys.platform == "linux"
NAMESPACES = (
    0x10000000 | 0x00020000 | 0x20000000 | 0x40000000 | 0x08000000
)  # user mount pid net ipc
RDONLY, NOSUID, NODEV, REMOUNT, BIND, REC, PRIVATE = 1, 2, 4, 32, 4096, 16384, 1 << 18
RELATIME, KEPT_FLAGS = 1 << 21, 2 | 4 | 8 | 1024 | 2048  # nosuid nodev noexec noatime nodiratime
DETACH, PDEATHSIG, CAPBSET_DROP, NO_NEW_PRIVS = 2, 1, 24, 38
SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/etc/ld.so.cache", "/etc/localtime", "/etc/fonts")  # fmt: skip
DEVICES = ("null", "zero", "full", "random", "urandom")
WORDS = {
    "namespaces": "Each answer is shut in: it sees Python, an empty folder and no network.",
    "user": "Each answer runs as another user. What every user may read, it can read, and it is "
    "in the network that this machine or container is in.",
    "none": "This system does not let answers be shut in: they can read and change your files and "
    "reach the network. If you do not know your students, use CONTAINER=podman.",
}

context = get_context("forkserver" if LINUX else "spawn")
libc = ctypes.CDLL(None, use_errno=True) if LINUX else None


_starting = threading.Lock()


def start(body, arguments: tuple):
    """Start a process for a function of a module; threads may do so at the same time."""
    process = context.Process(target=body, args=arguments)
    with _starting:
        process.start()
    return process


class NotShutIn(OSError):
    """The sandbox could not be made, which is nobody's fault but the system's."""


def call(name: str, *arguments) -> None:
    texts = [os.fsencode(x) if isinstance(x, (str, Path)) else x for x in arguments]
    if getattr(libc, name)(*texts) != 0:
        number = ctypes.get_errno()
        raise NotShutIn(number, f"{name} {arguments}: {os.strerror(number)}")


def mount(source, target, kind=None, flags=0, data=None) -> None:
    call("mount", source, target, kind, ctypes.c_ulong(flags), data)


def limit(cpu_seconds: int, megabytes: int) -> None:
    """Limit this process: CPU time, memory that it may write to, size of a file, no core dump."""
    if sys.platform == "win32":
        return
    import resource

    memory = resource.RLIMIT_DATA if LINUX else resource.RLIMIT_AS
    for what, most in {
        resource.RLIMIT_CPU: cpu_seconds,
        memory: megabytes * 10**6,
        resource.RLIMIT_FSIZE: 10**8,
        resource.RLIMIT_CORE: 0,
    }.items():
        with contextlib.suppress(ValueError, OSError):  # macOS has limits that it does not set
            resource.setrlimit(what, (most, most))


def visible() -> list[Path]:
    """Return what an answer may read: the system's programs, Python, and installed packages."""
    package = importlib.util.find_spec("moreisdifferent")
    course = [Path(package.origin).parents[1]] if package else []
    python = [Path(sys.prefix), Path(sys.base_prefix), Path(sysconfig.get_path("stdlib"))]
    own = [Path(site.getusersitepackages())] if site.ENABLE_USER_SITE else []
    found = [*(Path(name) for name in SYSTEM), *python, *own, *course]
    return [path for path in found if path.exists()]


def _show(path: Path, root: Path) -> None:
    """Let ``path`` be seen, read-only, at the same place below ``root``."""
    target = root / path.relative_to("/")
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    if path.is_symlink() and str(path.parent) == "/":
        target.symlink_to(os.readlink(path))
        return
    target.mkdir() if path.is_dir() else target.touch()
    mount(path, target, None, BIND | REC)
    with open("/proc/self/mountinfo") as file:
        points = [line.split()[4] for line in file]
    for point in points:
        if Path(point) == target or Path(point).is_relative_to(target):
            had = os.statvfs(point).f_flag
            kept = had & KEPT_FLAGS | (RELATIME if had & 4096 else 0)
            mount(None, point, None, REMOUNT | BIND | RDONLY | NOSUID | NODEV | kept)


def _fill(root: Path, hidden: Sequence[Path]) -> None:
    """Build what an answer sees in an empty file system at ``root``."""
    shown = {path for seen in visible() for path in (seen, seen.resolve())}
    for path in sorted(shown, key=lambda path: len(path.parts)):
        _show(path, root)
    for path in hidden:
        place = root / path.resolve().relative_to("/")
        if place.exists():
            mount("tmpfs", place, "tmpfs", NOSUID | NODEV | RDONLY)
            inside = [p for p in shown if p.is_relative_to(path.resolve())]
            if inside:  # the environment and the package may lie in the repository
                mount("tmpfs", place, "tmpfs", NOSUID | NODEV)
                for path in inside:
                    _show(path, root)
    for name in ("tmp", "proc", "dev/shm"):
        (root / name).mkdir(parents=True, exist_ok=True)
    for name in DEVICES:
        (root / "dev" / name).touch()
        mount(f"/dev/{name}", root / "dev" / name, None, BIND)
    with contextlib.suppress(NotShutIn):  # refused inside some containers: then there is none
        mount("proc", root / "proc", "proc", RDONLY | NOSUID | NODEV | 8)


def _change_root(root: Path) -> None:
    (root / ".old").mkdir()
    number = {"x86_64": 155, "aarch64": 41}[os.uname().machine]
    call("syscall", number, root, root / ".old")
    os.chdir("/")
    call("umount2", "/.old", DETACH)
    os.rmdir("/.old")


def _drop_rights() -> None:
    call("prctl", NO_NEW_PRIVS, 1, 0, 0, 0)
    for capability in range(64):
        libc.prctl(CAPBSET_DROP, capability, 0, 0, 0)
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    call("capset", header, (ctypes.c_uint32 * 6)())


def shut_in(folder: Path, hidden: Sequence[Path] = ()) -> None:
    """Move this process into namespaces of its own, with nothing in them but ``visible()``.

    Args:
        folder: an empty folder, over which the new root is mounted.
        hidden: folders that must not be seen even where they lie in what is visible.

    Raises:
        NotShutIn: if the system does not allow it.
    """
    uid, gid = os.getuid(), os.getgid()
    call("unshare", NAMESPACES)
    maps = {"setgroups": "deny", "uid_map": f"{uid} {uid} 1", "gid_map": f"{gid} {gid} 1"}
    for name, text in maps.items():
        with contextlib.suppress(FileNotFoundError):
            Path(f"/proc/self/{name}").write_text(text)
    child = os.fork()
    if child:  # outside: live as long as the first process inside, and end as it ended
        end_as(os.waitpid(child, 0)[1])
    call("prctl", PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    mount("none", "/", None, REC | PRIVATE)
    mount("tmpfs", folder, "tmpfs", NOSUID | NODEV, b"size=300m,mode=755")
    _fill(folder, hidden)
    _change_root(folder)
    _drop_rights()
    os.chdir("/tmp")


def end_as(status: int) -> None:
    """End this process as another one ended, by its wait status."""
    if os.WIFSIGNALED(status):
        with contextlib.suppress(OSError):  # the signal for killing has no other effect to set
            signal.signal(os.WTERMSIG(status), signal.SIG_DFL)
        os.kill(os.getpid(), os.WTERMSIG(status))
    os._exit(os.waitstatus_to_exitcode(status) & 255)


def become_somebody(folder: Path) -> None:
    """Become a user of this process's own; ``folder`` becomes theirs."""
    number = 20000 + os.getpid() % 40000  # a container without root's help has 65,536 users
    os.chown(folder, number, number)
    os.chmod(folder, 0o700)
    os.setgroups([])
    os.setresgid(number, number, number)
    os.setresuid(number, number, number)


def enter(how: str, folder: Path, hidden: Sequence[Path], keep: int) -> None:
    """Become a process for code of strangers, in one of the ways of ``WORDS``.

    Standard streams go nowhere; of what was open, only the file descriptor ``keep`` stays open.
    """
    silence = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(silence, stream)
    if hasattr(os, "setsid"):
        os.setsid()
        os.closerange(3, keep)
        os.closerange(keep + 1, 1024)
    if LINUX:
        call("prctl", PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    os.chdir(folder)
    kept = ("PATH", "LANG", "TZ", "OMP_", "OPENBLAS_", "MKL_", "ATEN_", "ONEDNN_", "NPY_", "PYTHONHASHSEED", "PYTHONPATH", "MPLBACKEND", "SYSTEMROOT", "MID_SEED")  # fmt: skip
    environment = {k: v for k, v in os.environ.items() if k.upper().startswith(kept)}
    home = "/tmp" if how == "namespaces" else str(folder)
    os.environ.clear()
    os.environ.update(
        environment, HOME=home, TMPDIR=home, TEMP=home, IPYTHONDIR=home, MPLCONFIGDIR=home
    )
    tempfile.tempdir = None
    if how == "namespaces":
        shut_in(folder, hidden)
    elif how == "user":
        become_somebody(folder)


def _probe(how: str, folder: Path) -> None:
    try:
        enter(how, folder, (), 0)
        for path in (sys.prefix, sysconfig.get_path("stdlib")):
            os.listdir(path)  # another user may not be allowed to
    except Exception:
        os._exit(1)
    os._exit(0)


def works(how: str) -> bool:
    """Return whether processes can be shut in that way here."""
    if how == "none":
        return True
    if not LINUX or (how == "user" and os.getuid() != 0):
        return False
    with tempfile.TemporaryDirectory(prefix="mid") as folder:
        process = start(_probe, (how, Path(folder)))
        process.join()
        return process.exitcode == 0


def strongest() -> str:
    """Return the strongest way that works here to shut a process in: a key of ``WORDS``."""
    return next(how for how in WORDS if works(how))


def tree(pid: int) -> list[psutil.Process]:
    """Return a process and all that came from it; none if it is gone."""
    try:
        process = psutil.Process(pid)
        return [process, *process.children(recursive=True)]
    except psutil.Error:
        return []


def processor_seconds(pid: int) -> float:
    """Return the processor time that a process and all that came from it have used so far."""
    total = 0.0
    for process in tree(pid):
        with contextlib.suppress(psutil.Error):
            times = process.cpu_times()
            total += times.user + times.system
            total += getattr(times, "children_user", 0) + getattr(times, "children_system", 0)
    return total


def kill(pid: int) -> None:
    """Kill a process and all that came from it."""
    for process in tree(pid):
        with contextlib.suppress(psutil.Error):
            process.kill()
