"""Fair times on a machine that does other things as well: ratios, taken side by side."""

import os
import statistics
import sys
import time
from contextlib import contextmanager
from subprocess import run


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


def side_by_side(ours, theirs, rounds, at_least=0.02):
    """Time two calls in turn; return their times, each the mean of a short burst."""
    bursts = [max(1, round(at_least / max(seconds(call), 1e-7))) for call in (ours, theirs)]
    times = [[], []]
    for _ in range(rounds):
        for call, burst, found in zip((ours, theirs), bursts, times, strict=True):
            found.append(seconds(lambda call=call, n=burst: [call() for _ in range(n)]) / burst)
    return times


def ratio(times):
    """Return the ratio of medians, and the middle half of the ratios round by round."""
    each = sorted(ours / theirs for ours, theirs in zip(*times, strict=True))
    middle = statistics.median(times[0]) / statistics.median(times[1])
    return middle, each[len(each) // 4], each[-1 - len(each) // 4]


def in_fresh_processes(module, argument, processes):
    """Run ``python -m module --fresh argument`` several times; return its ratios.

    A process that has run for long has its memory at hand: only a fresh one shows what it costs
    to get it.
    """
    command = [sys.executable, "-m", module, "--fresh", argument]
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    return [
        float(run(command, capture_output=True, text=True, check=True, env=environment).stdout)
        for _ in range(processes)
    ]
