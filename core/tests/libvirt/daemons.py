# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs a test against libvirt daemons of its own, which are gone when it ends.

usage: daemons.py PROGRAM GUEST NAME=UUID...

The program gets the guest's XML as its argument and, for each name, the URI of a daemon with that
UUID of its host in the environment, as KEEL_TEST_URI_NAME. The daemons run without privileges, in
a temporary folder, on unix sockets. What is lacking makes the test skip, or fail where CI is true.
"""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

NEEDED = {
    "libvirtd": "libvirt-daemon and libvirt-daemon-driver-qemu",
    "qemu-system-x86_64": "qemu-system-x86",
    "setpriv": "util-linux",
}
PATH = os.environ.get("PATH", "") + ":/usr/sbin:/usr/bin:/sbin:/bin"
SKIP = 77
START_SECONDS = 20
STOP_SECONDS = 10


def find(program: str) -> str:
    """Return where a program is, or end the test."""
    found = shutil.which(program, path=PATH)
    if found:
        return found
    print(f"{program} is not there; install {NEEDED[program]}")
    sys.exit(1 if os.environ.get("CI") == "true" else SKIP)


class Daemon:
    """A daemon in a folder of its own."""

    def __init__(self, root: Path, name: str, uuid: str) -> None:
        """Start it, and wait until it listens."""
        self.folder = root / name
        self.socket = self.folder / "run" / "libvirt" / "libvirt-sock"
        for part in ("home", "config", "run/libvirt"):
            (self.folder / part).mkdir(parents=True)
        config = self.folder / "libvirtd.conf"
        config.write_text(
            f'unix_sock_dir = "{self.socket.parent}"\n'
            'auth_unix_rw = "none"\n'
            f'log_outputs = "3:file:{self.folder}/log"\n'
            f'host_uuid = "{uuid}"\n'
            # A client that does not answer is soon dropped: idle ones must not be.
            "keepalive_interval = 1\n"
            "keepalive_count = 1\n",
            "utf-8",
        )
        command = [find("libvirtd"), "-f", str(config), "-p", str(self.folder / "run" / "pid")]
        if os.getuid() == 0:
            command = [
                *(find("setpriv"), "--reuid=nobody", "--regid=nogroup", "--clear-groups"),
                *command,
            ]
            subprocess.run(["chown", "-R", "nobody:nogroup", str(root)], check=True)
        (self.folder / "run").chmod(0o700)
        self.process = subprocess.Popen(
            command,
            env={
                "PATH": PATH,
                "HOME": str(self.folder / "home"),
                "XDG_RUNTIME_DIR": str(self.folder / "run"),
                "XDG_CONFIG_HOME": str(self.folder / "config"),
                # What QEMU can do is looked up once for all.
                "XDG_CACHE_HOME": str(root / "cache"),
                "LC_ALL": "C",
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=(self.folder / "errors").open("wb"),
        )
        self.await_socket()

    def await_socket(self) -> None:
        """Wait until somebody answers."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            with socket.socket(socket.AF_UNIX) as client:
                try:
                    client.connect(str(self.socket))
                    return
                except OSError:
                    time.sleep(0.02)
        self.stop()
        raise SystemExit(f"libvirtd did not start: {self.errors()}")

    @property
    def uri(self) -> str:
        """Where it listens."""
        return f"qemu+unix:///session?socket={self.socket}"

    def errors(self) -> str:
        """Return what it has to say."""
        files = [self.folder / "errors", self.folder / "log"]
        return "".join(file.read_text("utf-8", "replace") for file in files if file.exists())

    def stop(self) -> None:
        """Stop it."""
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.stop_guests()

    def stop_guests(self) -> None:
        """Stop what a test that failed has left running: guests outlive their daemon."""
        for file in (self.folder / "run" / "libvirt" / "qemu" / "run").glob("*.pid"):
            pid = int(file.read_text("utf-8"))
            # One of them is the daemon's own, which has ended.
            if pid == self.process.pid:
                continue
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def run(root: Path, program: str, guest: str, hosts: list[str]) -> int:
    """Start the daemons, run the program, and return how it ended."""
    (root / "cache").mkdir()
    daemons: list[Daemon] = []
    try:
        environment = dict(os.environ)
        for host in hosts:
            name, uuid = host.split("=")
            daemons.append(Daemon(root, name, uuid))
            environment[f"KEEL_TEST_URI_{name.upper()}"] = daemons[-1].uri
            environment[f"KEEL_TEST_PID_{name.upper()}"] = str(daemons[-1].process.pid)
        environment["KEEL_TEST_FOLDER"] = str(root)
        ended = subprocess.run([program, guest], env=environment).returncode
        if ended:
            print(f"# the program ended with {ended}")
            for daemon in daemons:
                print(f"# {daemon.folder.name}: {daemon.errors()}")
        return ended
    finally:
        for daemon in daemons:
            daemon.stop()


def main(program: str, guest: str, hosts: list[str]) -> int:
    """Run the program in a folder that goes away."""
    for needed in NEEDED:
        find(needed)
    root = Path(tempfile.mkdtemp(prefix="keel-"))
    root.chmod(0o755)
    try:
        return run(root, program, guest, hosts)
    finally:
        shutil.rmtree(root, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3:]))
