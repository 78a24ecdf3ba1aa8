"""Fair times on a machine that does other things as well: ratios, taken side by side.

Half of what a call takes may be the page faults of getting memory. Whether malloc keeps memory
or hands it back depends on all that ran before, in ways that differ for two sides of a ratio. So
both sides are timed in two states that can be told: `keep_memory`, as in a process that does the
same work again and again, and `give_memory_back`, as where a call is the first of its kind.
"""

import ctypes
import os
import statistics
import sys
import time
from contextlib import contextmanager
from subprocess import run

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3  # from glibc's malloc.h; others keep their ways


def keep_memory():
    """Have malloc keep what is given back to it, but for blocks of more than 32 MB.

    glibc raises its limit for blocks to that by itself, once some that large have come and gone.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt:
        mallopt(M_MMAP_THRESHOLD, 2**25)
        mallopt(M_TRIM_THRESHOLD, 2**31 - 1)


def give_memory_back():
    """Give the system what malloc keeps, so that the next call has to ask for it, page by page."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim:
        trim(0)


@contextmanager
def one_thread():
    """Hold every library to one thread."""
    import cv2
    import threadpoolctl
    import torch

    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    with threadpoolctl.threadpool_limits(1), torch.inference_mode():
        yield


def seconds(call):
    """Time one call, in CPU time: with one thread other programs then disturb least."""
    start = time.process_time()
    call()
    return time.process_time() - start


def side_by_side(ours, theirs, rounds, at_least=0.02, before=lambda: None):
    """Time two calls in turn; return their times, each the mean of a short burst.

    What comes before each burst is not timed.
    """
    bursts = [max(1, round(at_least / max(seconds(call), 1e-7))) for call in (ours, theirs)]
    times = [[], []]
    for _ in range(rounds):
        for call, burst, found in zip((ours, theirs), bursts, times, strict=True):
            before()
            found.append(seconds(lambda call=call, n=burst: [call() for _ in range(n)]) / burst)
    return times


def ratio(times):
    """Return the median of the ratios round by round, and the middle half of them.

    Two calls of one round meet the same machine; the medians of all calls may be from different
    rounds, and their ratio like none of them.
    """
    each = sorted(ours / theirs for ours, theirs in zip(*times, strict=True))
    return statistics.median(each), each[len(each) // 4], each[-1 - len(each) // 4]


def in_fresh_processes(module, argument, processes):
    """Run ``python -m module --fresh argument`` several times; return its ratios."""
    command = [sys.executable, "-m", module, "--fresh", argument]
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    return [
        float(run(command, capture_output=True, text=True, check=True, env=environment).stdout)
        for _ in range(processes)
    ]
