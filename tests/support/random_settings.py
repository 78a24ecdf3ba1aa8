"""Random settings for the explorer's tests, and what the browser is to make of them."""

import numpy as np

from convlib import PADDING_MODES, ConvGeometry, add_padding, conv2d


def random_setting(rng, largest=9):
    """Draw arguments that both `conv2d` and `ConvExplorer` accept."""
    while True:
        setting = any_setting(rng, largest)
        if is_valid(setting):
            return setting


def any_setting(rng, largest=9):
    """Draw arguments of the right form, whether or not they fit each other."""
    padding = rng.integers(0, 4, (2, 2))
    if rng.random() < 0.5:
        padding[:, 1] = padding[:, 0]
    return {
        "image": _numbers(rng, rng.integers(1, largest + 1, 2)),
        "kernel": _numbers(rng, rng.integers(1, 6, 2)),
        "stride": tuple(map(int, rng.integers(1, 4, 2))),
        "padding": tuple(tuple(map(int, sides)) for sides in padding),
        "dilation": tuple(map(int, rng.integers(1, 4, 2))),
        "padding_mode": str(rng.choice(PADDING_MODES)),
        "flip_kernel": bool(rng.random() < 0.5),
    }


def _numbers(rng, size):
    kind = rng.integers(4)
    if kind == 0:
        return rng.integers(0, 5, size)
    if kind == 1:
        return rng.integers(-1_000_000, 1_000_001, size)
    if kind == 2:
        return rng.normal(size=size) * 10.0 ** rng.integers(-4, 5)
    return rng.integers(-20, 21, size) / 4


def is_valid(setting):
    """Tell whether `conv2d` accepts a setting."""
    try:
        conv2d(**setting)
    except ValueError:
        return False
    return True


def geometry_of(setting):
    """Return the ConvGeometry of a setting."""
    sizes = setting["image"].shape, setting["kernel"].shape
    return ConvGeometry(*sizes, **{n: setting[n] for n in ("stride", "padding", "dilation")})


def random_position(rng, setting):
    """Draw a position on a setting's feature map."""
    return tuple(int(rng.integers(size)) for size in geometry_of(setting).output_size)


def browser_state(setting, position=(0, 0)):
    """Return a setting as plain JSON, as the browser has it."""
    tables = {name: setting[name].tolist() for name in ("image", "kernel")}
    return setting | tables | {"position": position}


def products(setting, position):
    """List [row, col, value, weight] of every tap at one position, in reading order."""
    geometry = geometry_of(setting)
    (top, _), (left, _) = geometry.padding
    padded = add_padding(setting["image"], geometry.padding, padding_mode=setting["padding_mode"])
    weights = setting["kernel"][::-1, ::-1] if setting["flip_kernel"] else setting["kernel"]
    rows, cols = geometry.window(position)
    return [
        [row, col, padded[row + top, col + left].item(), weights[i, j].item()]
        for i, row in enumerate(rows)
        for j, col in enumerate(cols)
    ]


def check_close(found, truth, setting):
    """Allow what a sum of floats in another order may change: its terms tell how much."""
    terms = np.abs(setting["image"]).max() * np.abs(setting["kernel"]).sum()
    np.testing.assert_allclose(found, truth, rtol=1e-9, atol=1e-13 * terms)
