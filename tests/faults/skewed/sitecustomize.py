"""Loaded by every Python that has this folder in PYTHONPATH: its clock is wrong by what the file HUTONG_SKEW says."""

import os
import time

_true, _true_ns = time.time, time.time_ns
_known = (0.0, 0)


def _skew() -> int:
    """Seconds, looked up twice a second at most."""
    global _known
    if time.monotonic() - _known[0] > 0.5:
        with open(os.environ["HUTONG_SKEW"]) as file:
            _known = (time.monotonic(), int(file.read() or 0))
    return _known[1]


time.time = lambda: _true() + _skew()
time.time_ns = lambda: _true_ns() + _skew() * 10**9
