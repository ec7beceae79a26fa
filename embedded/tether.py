"""Turns itself into a server that dies with its parent. Run as a script, never imported by the application.

A separate interpreter rather than a `preexec_fn`: the parent has threads (the Temporal SDK's), and Python code between
fork and exec of such a process may hang. The order matters: a change of uid clears the parent-death signal, so the
signal is set after it; and the parent may have died before the signal was set, so that is looked at last.

Only Linux knows the parent-death signal. Elsewhere a server outlives a SIGKILL of its parent: the next start on the
same folder ends a PostgreSQL left so; a Temporal left so has to be ended by hand.
"""

import ctypes
import os
import sys

PR_SET_PDEATHSIG, PR_SET_SECUREBITS, PR_CAP_AMBIENT = 1, 28, 47
PR_CAP_AMBIENT_RAISE = 2
SECBIT_NO_SETUID_FIXUP = 1 << 2
CAP_DAC_READ_SEARCH = 2
CAPABILITY_VERSION_3 = 0x20080522


def main(parent: int, death_signal: int, account: str, command: list[str]) -> None:
    """`account`: `uid:gid`, `uid:gid:reader` (keeps the right to read and enter everything) or empty: as the parent."""
    if account:
        uid, gid, *reader = account.split(":")
        become(int(uid), int(gid), reader=bool(reader))
    if sys.platform == "linux":
        prctl(PR_SET_PDEATHSIG, death_signal)
    if os.getppid() != parent:
        sys.exit("the process that started this server is gone")
    os.execv(command[0], command)  # noqa: S606


def become(uid: int, gid: int, *, reader: bool) -> None:
    """Give up root for good; of root's powers at most "read and enter" is kept, handed on through exec as ambient.

    Without the secure bit access(2), by which PostgreSQL looks for its programs, answers as if nothing had been kept.
    """
    os.setgroups([])
    os.setgid(gid)
    if reader:
        prctl(PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP)
    os.setuid(uid)
    if reader:
        keep_only(CAP_DAC_READ_SEARCH)


def keep_only(capability: int) -> None:
    """capset(2): effective, permitted and inheritable, low word then high word."""
    bit = 1 << capability
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    sets = (ctypes.c_uint32 * 6)(bit, bit, bit, 0, 0, 0)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.capset(header, sets) != 0:
        raise OSError(ctypes.get_errno(), "capset refused")
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability)


def prctl(option: int, *arguments: int) -> None:
    """prctl(2) looks at all five arguments for some options, so all five are given."""
    words = [ctypes.c_ulong(word) for word in (*arguments, 0, 0, 0, 0)][:4]
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(option, *words) != 0:
        raise OSError(ctypes.get_errno(), f"prctl {option} refused")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4:])
