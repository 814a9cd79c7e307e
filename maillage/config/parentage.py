"""A child that has a name and never outlives its parent, even one killed without a word (Linux)."""

import ctypes
import os
import signal

PR_SET_PDEATHSIG = 1
PR_SET_NAME = 15


def die_with(parent: int) -> None:
    """Have the kernel kill this process when its parent dies; leave at once if it is dead already."""
    _prctl(PR_SET_PDEATHSIG, int(signal.SIGKILL))
    if os.getppid() != parent:
        os._exit(1)


def call_it(name: str) -> None:
    """Give this process the name that `ps` and `top` show (15 bytes)."""
    _prctl(PR_SET_NAME, name.encode())


def _prctl(option: int, value: int | bytes) -> None:
    ctypes.CDLL(None).prctl(option, value)
