"""Runs LibreOffice with no network, no file but its own, little memory and little time.

`python -I -S sandbox.py FOLDER COMMAND ARGUMENTS…`: a program of its own, which imports nothing of the
application. It ends, with all that it started, when its standard input does, and so with the process that
started it. Exit codes: REFUSED where the system isolates nothing, NOT_STARTED, else that of the command.

Linux only, by seccomp and Landlock: both need no privilege, and work in a container without capabilities and
in a systemd unit without namespaces, where bubblewrap and `unshare` do not. Called directly: the Python
bindings of both are unmaintained or unfinished (pyseccomp 2021, landlock 1.0.0.dev5).
"""

import ctypes
import os
import platform
import resource
import signal
import struct
import subprocess
import sys
import threading

REFUSED, NOT_STARTED = 97, 98
CPU_SECONDS = 20
"""The whole national contract takes 3."""
MEMORY = 512 * 1024 * 1024
"""Bytes of data of a process: the whole national contract takes 163 MB.

RLIMIT_DATA, not RLIMIT_AS, which also counts libraries and fonts that are only mapped: 340 MB more.
"""
LARGEST_FILE = 256 * 1024 * 1024

READ = (
    *("/usr", "/bin", "/lib", "/lib64", "/opt", "/var/cache/fontconfig"),
    *("/etc/alternatives", "/etc/fonts", "/etc/ld.so.cache", "/etc/libreoffice", "/etc/localtime"),
    *("/var/lib/libreoffice", "/var/spool/libreoffice"),
)
DEVICES = ("/dev/null", "/dev/urandom", "/dev/zero")
SOCKETS = "/tmp"  # noqa: S108 — where LibreOffice puts its own, whatever the environment says
"""LibreOffice does not start without the socket by which a second one finds it."""

_SET_SECCOMP, _SET_NO_NEW_PRIVILEGES, _FILTER = 22, 38, 2
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _KILL, _FAIL = 0x7FFF0000, 0x80000000, 0x00050000
_EPERM, _ENOSYS, _NO_FAMILY, _NOBODY_LISTENS = 1, 38, 97, 111
_CALL, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16
_CALLS = {"x86_64": (0xC000003E, 41, 42), "aarch64": (0xC00000B7, 198, 203)}
"""By machine: its number in seccomp, and those of the system calls `socket` and `connect`."""
_IO_URING, _OTHER_CALLS = 425, 0x40000000
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_EXECUTE, _WRITE, _READ, _LIST, _REMOVE, _MAKE_SOCKET = 1, 2, 4, 8, 32, 512
_RIGHTS_BY_VERSION = (13, 14, 15, 15, 16)
"""How many rights over files each version of Landlock knows, from the first."""

_libc = ctypes.CDLL(None, use_errno=True)


class Refused(Exception):
    """The system does not let this process isolate itself."""


def main(folder: str, command: list[str]) -> int:
    """Run the command inside the folder, isolated. Its exit code."""
    for limit, most in (
        (resource.RLIMIT_DATA, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, LARGEST_FILE),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    if _libc.prctl(_SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        raise Refused("no_new_privs")
    _restrict_files(folder, _program_folder(command[0]))
    _restrict_calls()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, close_fds=False)  # noqa: S603 — what the caller wrote
    threading.Thread(target=_end_with_parent, daemon=True).start()
    return process.wait()


def _program_folder(command: str) -> str:
    """Return the folder of a LibreOffice that is installed elsewhere than the system's programs."""
    folder = os.path.dirname(os.path.realpath(command))
    return os.path.dirname(folder) if os.path.basename(folder) == "program" else folder


def _end_with_parent() -> None:
    """Wait for the end of the standard input, whose other end the parent holds; then kill the whole group."""
    while os.read(0, 1):
        pass
    os.killpg(0, signal.SIGKILL)


def _restrict_files(folder: str, program: str) -> None:
    """Let this process, and all that it starts, use the folder and read the system: nothing else.

    A kernel without Landlock (before 5.13) leaves the files to LibreOffice's own settings.
    """
    version = _libc.syscall(_CREATE_RULESET, None, 0, 1)
    if version < 1:
        return
    every = (1 << _RIGHTS_BY_VERSION[min(version, len(_RIGHTS_BY_VERSION)) - 1]) - 1
    rules = _libc.syscall(_CREATE_RULESET, ctypes.byref(ctypes.c_uint64(every)), 8, 0)
    granted = dict.fromkeys((*READ, program), _EXECUTE | _READ | _LIST)
    granted |= dict.fromkeys(DEVICES, _WRITE | _READ)
    granted |= {SOCKETS: _MAKE_SOCKET | _REMOVE, folder: every}
    for path, rights in granted.items():
        if os.path.exists(path):
            opened = os.open(path, os.O_PATH)
            fit = rights if os.path.isdir(path) else rights & (_EXECUTE | _WRITE | _READ)
            if _libc.syscall(_ADD_RULE, rules, 1, struct.pack("=Qi", fit, opened), 0):
                raise Refused(f"Landlock, {path}")
            os.close(opened)
    if _libc.syscall(_RESTRICT_SELF, rules, 0):
        raise Refused("Landlock")


def _restrict_calls() -> None:
    """Let this process make no socket but a local one, and connect none: no network, no other program."""
    if platform.machine() not in _CALLS:
        raise Refused(platform.machine())
    architecture, new_socket, connect = _CALLS[platform.machine()]
    steps = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        *_unless(_EQUAL, architecture, _KILL),
        (_LOAD, 0, 0, _CALL),
        *_if(_AT_LEAST, _OTHER_CALLS, _FAIL | _ENOSYS),
        *_if(_EQUAL, connect, _FAIL | _NOBODY_LISTENS),
        *_if(_EQUAL, _IO_URING, _FAIL | _EPERM),  # it makes sockets by itself
        (_EQUAL, 1, 0, new_socket),
        (_RETURN, 0, 0, _ALLOW),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        *_unless(_EQUAL, 1, _FAIL | _NO_FAMILY),  # AF_UNIX
        (_RETURN, 0, 0, _ALLOW),
    ]
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in steps))
    program = ctypes.create_string_buffer(struct.pack("@HP", len(steps), ctypes.addressof(code)))
    if _libc.prctl(_SET_SECCOMP, _FILTER, program, 0, 0):
        raise Refused("seccomp")


def _if(test: int, value: int, answer: int) -> list[tuple[int, int, int, int]]:
    return [(test, 0, 1, value), (_RETURN, 0, 0, answer)]


def _unless(test: int, value: int, answer: int) -> list[tuple[int, int, int, int]]:
    return [(test, 1, 0, value), (_RETURN, 0, 0, answer)]


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1], sys.argv[2:]))
    except Refused as refused:
        print(refused, file=sys.stderr)
        sys.exit(REFUSED)
    except OSError as error:
        print(error, file=sys.stderr)
        sys.exit(NOT_STARTED)
