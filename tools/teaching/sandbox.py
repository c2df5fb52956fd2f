"""Kernels for code of strangers: limited in time, memory and files, off the network where possible.

On Linux each kernel is a fork of one process that has the large libraries loaded already, so
that it starts at once; elsewhere it is a process of its own. What this does not stop is in the
book, on the page for instructors.
"""

import contextlib
import ctypes
import os
import signal
import sys
from importlib.metadata import EntryPoint
from multiprocessing import get_context
from pathlib import Path

from jupyter_client.provisioning import KernelProvisionerFactory
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import Int

LINUX = sys.platform == "linux"
CLONE_NEWUSER, CLONE_NEWNET, PR_SET_PDEATHSIG = 0x10000000, 0x40000000, 1
PRELOAD = ["ipykernel.kernelapp", "matplotlib.pyplot", "pandas", "scipy.optimize", "sklearn.ensemble", "torch", "nbgrader.apps"]  # fmt: skip

context = get_context("forkserver" if LINUX else "spawn")
context.set_forkserver_preload(PRELOAD)


def cut_network() -> bool:
    """Move this process to a network of its own, with nothing in it; return whether that worked."""
    if not LINUX:
        return False
    uid, gid = os.getuid(), os.getgid()
    if ctypes.CDLL(None).unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0:
        return False
    maps = {"setgroups": "deny", "uid_map": f"{uid} {uid} 1", "gid_map": f"{gid} {gid} 1"}
    for name, text in maps.items():
        with contextlib.suppress(OSError):
            Path(f"/proc/self/{name}").write_text(text)
    return True


def limit(cpu_seconds: int, megabytes: int) -> None:
    """Limit this process: CPU time, memory that it may write to, size of a file, no core dump."""
    if sys.platform == "win32":
        return
    import resource

    memory = resource.RLIMIT_DATA if LINUX else resource.RLIMIT_AS
    for what, most in {
        resource.RLIMIT_CPU: cpu_seconds,
        memory: megabytes * 10**6,
        resource.RLIMIT_FSIZE: 10**9,
        resource.RLIMIT_CORE: 0,
    }.items():
        with contextlib.suppress(ValueError, OSError):  # macOS has limits that it does not set
            resource.setrlimit(what, (most, most))


def run_kernel(connection_file: str, env: dict, folder: str, cpu_seconds: int, megabytes: int):
    """Become a limited kernel; the body of the new process."""
    from ipykernel.kernelapp import IPKernelApp

    silence = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(silence, stream)
    if LINUX:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if hasattr(os, "setsid"):
        os.setsid()
    os.environ.clear()
    os.environ.update(env)
    os.chdir(folder)
    cut_network()
    limit(cpu_seconds, megabytes)
    app = IPKernelApp.instance(connection_file=connection_file, log_level=50)
    app.initialize(["--HistoryManager.hist_file=:memory:", "--InteractiveShell.xmode=Plain"])
    app.start()


class Popen:
    """A ``multiprocessing.Process`` with the methods of a ``subprocess.Popen``."""

    stdin = stdout = stderr = None

    def __init__(self, process):
        self.process, self.pid = process, process.pid
        self.kill, self.terminate = process.kill, process.terminate

    def poll(self):
        return self.process.exitcode

    def wait(self):
        self.process.join()
        return self.process.exitcode

    def send_signal(self, signum):
        os.kill(self.pid, signum)


class Limited(LocalProvisioner):
    """Starts kernels by ``run_kernel``."""

    cpu_seconds = Int(600).tag(config=True)
    megabytes = Int(2000).tag(config=True)

    async def launch_kernel(self, cmd, **kwargs):
        arguments = (
            self.parent.connection_file,
            kwargs["env"],
            kwargs.get("cwd") or os.getcwd(),
            self.cpu_seconds,
            self.megabytes,
        )
        process = context.Process(target=run_kernel, args=arguments)
        process.start()
        self.process, self.pid, self.pgid = Popen(process), process.pid, process.pid
        return self.connection_info


@contextlib.contextmanager
def limited_kernels():
    """Within this context, every kernel that this process starts is a limited one."""
    group = KernelProvisionerFactory.GROUP_NAME
    factory = KernelProvisionerFactory.instance()
    factory.provisioners["limited"] = EntryPoint("limited", "tools.teaching.sandbox:Limited", group)
    before, factory.default_provisioner_name = factory.default_provisioner_name, "limited"
    try:
        yield
    finally:
        factory.default_provisioner_name = before


def _probe() -> None:
    sys.exit(0 if cut_network() else 1)


def network_can_be_cut() -> bool:
    """Return whether kernels run without a network on this system."""
    process = context.Process(target=_probe)
    process.start()
    process.join()
    return process.exitcode == 0
