"""The explorers of the lessons, as their notebooks start them."""

import numpy as np

from convlib.examples import SEED_IMAGE, SEED_KERNEL, SEED_SETTING, address

NO_KNOBS = {"max_stride": 1, "max_padding": 0, "max_dilation": 1}
WEIGHTS = np.array([[1, 0, 2], [0, 1, 1], [3, 0, 0]])
FOUR = np.array([[1, 2], [3, 4]])

LESSONS = {
    "00": NO_KNOBS | {"image": address(5, 6) % 9, "kernel": WEIGHTS},
    "01": NO_KNOBS | {"image": address(3, 4) % 12, "kernel": FOUR},
    "02": NO_KNOBS | {"image": address(7, 9) % 2, "kernel": WEIGHTS},
    "03": NO_KNOBS | {"image": address(7, 9), "kernel": FOUR, "stride": (2, 3), "max_stride": 8},
    "04": NO_KNOBS
    | {"image": address(3, 4) % 12, "kernel": WEIGHTS, "padding": 1, "max_padding": 3},
    "05": NO_KNOBS | {"image": address(9, 9), "kernel": WEIGHTS, "max_dilation": 4},
    "06": {"image": SEED_IMAGE, "kernel": SEED_KERNEL, **SEED_SETTING, "max_padding": 2},
}
