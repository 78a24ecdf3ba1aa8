"""Right convolutions in the many styles in which people write them, by what they reach."""

from itertools import product

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view
from scipy import ndimage, signal

RIGHT = []


def reaches(upto):
    def add(function):
        RIGHT.append((function, upto))
        return function

    return add


# Without parameters


@reaches(None)
def four_loops(image, kernel):
    h, w = image.shape
    m, n = kernel.shape
    out = np.zeros((h - m + 1, w - n + 1))
    for r in range(out.shape[0]):
        for c in range(out.shape[1]):
            for i in range(m):
                for j in range(n):
                    out[r, c] += image[r + i, c + j] * kernel[i, j]
    return out


@reaches(None)
def lists_of_lists(image, kernel):
    rows, cols = len(image) - len(kernel) + 1, len(image[0]) - len(kernel[0]) + 1
    return [
        [
            sum(
                image[r + i][c + j] * kernel[i][j]
                for i in range(len(kernel))
                for j in range(len(kernel[0]))
            )
            for c in range(cols)
        ]
        for r in range(rows)
    ]


@reaches(None)
def appended_rows(image, kernel):
    result = []
    for y in range(image.shape[0] - kernel.shape[0] + 1):
        row = []
        for x in range(image.shape[1] - kernel.shape[1] + 1):
            row.append(np.sum(image[y : y + kernel.shape[0], x : x + kernel.shape[1]] * kernel))
        result.append(row)
    return np.array(result)


@reaches(None)
def shifted_images(image, kernel):
    m, n = kernel.shape
    rows, cols = image.shape[0] - m + 1, image.shape[1] - n + 1
    return sum(
        kernel[i, j] * image[i : i + rows, j : j + cols] for i, j in product(range(m), range(n))
    )


@reaches(None)
def sliding_tensordot(image, kernel):
    return np.tensordot(sliding_window_view(image, kernel.shape), kernel, axes=2)


@reaches(None)
def sliding_einsum(image, kernel):
    return np.einsum("rcij,ij->rc", sliding_window_view(image, kernel.shape), kernel)


@reaches(None)
def scipy_correlate(image, kernel):
    return signal.correlate2d(image, kernel, mode="valid")


@reaches(None)
def scipy_convolve_of_a_turned_kernel(image, kernel):
    return signal.convolve2d(image, np.flip(kernel), mode="valid")


@reaches(None)
def fft_correlate(image, kernel):
    size = np.add(image.shape, kernel.shape) - 1
    turned = kernel[::-1, ::-1]
    full = np.fft.irfft2(np.fft.rfft2(image, size) * np.fft.rfft2(turned, size), size)
    (h, w), (m, n) = image.shape, kernel.shape
    return full[m - 1 : h, n - 1 : w]


@reaches(None)
def flat_dot(image, kernel):
    m, n = kernel.shape
    flat = kernel.ravel()
    rows, cols = image.shape[0] - m + 1, image.shape[1] - n + 1
    out = [image[r : r + m, c : c + n].ravel() @ flat for r in range(rows) for c in range(cols)]
    return np.array(out).reshape(rows, cols)


@reaches(None)
def toeplitz_matrix(image, kernel):
    (h, w), (m, n) = image.shape, kernel.shape
    rows, cols = h - m + 1, w - n + 1
    matrix = np.zeros((rows * cols, h * w))
    for r, c in np.ndindex(rows, cols):
        for i, j in np.ndindex(m, n):
            matrix[r * cols + c, (r + i) * w + c + j] = kernel[i, j]
    return (matrix @ image.ravel()).reshape(rows, cols)


@reaches(None)
def fancy_index(image, kernel):
    (h, w), (m, n) = image.shape, kernel.shape
    rows = np.arange(h - m + 1)[:, None, None, None] + np.arange(m)[:, None]
    cols = np.arange(w - n + 1)[:, None, None] + np.arange(n)
    return (image[rows, cols] * kernel).sum((2, 3))


@reaches(None)
def meshgrid_index(image, kernel):
    (h, w), (m, n) = image.shape, kernel.shape
    out = np.empty((h - m + 1, w - n + 1))
    i, j = np.meshgrid(range(m), range(n), indexing="ij")
    for r, c in np.ndindex(*out.shape):
        out[r, c] = (image[r + i, c + j] * kernel).sum()
    return out


@reaches(None)
def while_loops(image, kernel):
    out = np.zeros((image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1))
    r = 0
    while r < out.shape[0]:
        c = 0
        while c < out.shape[1]:
            window = image[r : r + kernel.shape[0], c : c + kernel.shape[1]]
            out[r][c] = np.vdot(window, kernel)
            c += 1
        r += 1
    return out


@reaches(None)
def from_the_kernels_middle(image, kernel):
    (h, w), (m, n) = image.shape, kernel.shape
    top, left = m // 2, n // 2
    out = np.zeros((h - m + 1, w - n + 1))
    for y in range(top, top + out.shape[0]):
        for x in range(left, left + out.shape[1]):
            patch = image[y - top : y - top + m, x - left : x - left + n]
            out[y - top, x - left] = (patch * kernel).sum()
    return out


@reaches(None)
def cropped_from_same(image, kernel):
    (h, w), (m, n) = image.shape, kernel.shape
    same = ndimage.correlate(image.astype(float), kernel.astype(float), mode="constant")
    return same[m // 2 : m // 2 + h - m + 1, n // 2 : n // 2 + w - n + 1]


@reaches(None)
def float32_maps(image, kernel):
    return four_loops(image.astype(np.float32), kernel.astype(np.float32)).astype(np.float32)


@reaches(None)
def object_maps(image, kernel):
    return four_loops(image, kernel).astype(object)


@reaches(None)
def one_array_used_again(image, kernel, kept=np.zeros((30, 30))):  # noqa: B008
    out = kept[: image.shape[0] - kernel.shape[0] + 1, : image.shape[1] - kernel.shape[1] + 1]
    out[:] = four_loops(image, kernel)
    return out


@reaches(None)
class Callable:
    def __new__(cls, image, kernel):
        return four_loops(image, kernel)


@reaches(None)
def in_place_on_a_copy(image, kernel):
    image = image.astype(float)
    image *= 2
    return four_loops(image, kernel) / 2


# With a stride


@reaches("stride")
def counted_positions(image, kernel, stride):
    (h, w), (m, n), (s, t) = image.shape, kernel.shape, stride
    out = np.zeros(((h - m) // s + 1, (w - n) // t + 1))
    for r in range(out.shape[0]):
        for c in range(out.shape[1]):
            out[r, c] = np.sum(image[r * s : r * s + m, c * t : c * t + n] * kernel)
    return out


@reaches("stride")
def stepped_starts(image, kernel, stride):
    (h, w), (m, n), (s, t) = image.shape, kernel.shape, stride
    return np.array(
        [
            [(image[y : y + m, x : x + n] * kernel).sum() for x in range(0, w - n + 1, t)]
            for y in range(0, h - m + 1, s)
        ]
    )


@reaches("stride")
def enumerated_starts(image, kernel, stride):
    (h, w), (m, n) = image.shape, kernel.shape
    starts = range(0, h - m + 1, stride[0]), range(0, w - n + 1, stride[1])
    out = np.zeros(tuple(map(len, starts)))
    for r, y in enumerate(starts[0]):
        for c, x in enumerate(starts[1]):
            out[r, c] = np.multiply(image[y : y + m, x : x + n], kernel).sum()
    return out


@reaches("stride")
def every_sth_of_all(image, kernel, stride):
    return four_loops(image, kernel)[:: stride[0], :: stride[1]]


@reaches("stride")
def divided_starts(image, kernel, stride):
    (h, w), (m, n), (s, t) = image.shape, kernel.shape, stride
    out = np.zeros((1 + (h - m) // s, 1 + (w - n) // t))
    for y in range(0, h - m + 1, s):
        for x in range(0, w - n + 1, t):
            out[y // s, x // t] = (image[y : y + m, x : x + n] * kernel).sum()
    return out


@reaches("stride")
def size_by_int_and_division(image, kernel, stride):
    rows = int((image.shape[0] - kernel.shape[0]) / stride[0]) + 1
    cols = int(np.floor((image.shape[1] - kernel.shape[1]) / stride[1])) + 1
    out = np.zeros((rows, cols))
    for r, c in product(range(rows), range(cols)):
        for i, j in product(range(kernel.shape[0]), range(kernel.shape[1])):
            out[r, c] += image[r * stride[0] + i, c * stride[1] + j] * kernel[i, j]
    return out


@reaches("stride")
def strided_view(image, kernel, stride):
    (h, w), (m, n), (s, t) = image.shape, kernel.shape, stride
    a, b = image.strides
    shape = ((h - m) // s + 1, (w - n) // t + 1, m, n)
    return np.einsum("rcij,ij->rc", as_strided(image, shape, (a * s, b * t, a, b)), kernel)


@reaches("stride")
def ceiling_size(image, kernel, stride):
    rows = -(-(image.shape[0] - kernel.shape[0] + 1) // stride[0])
    cols = -(-(image.shape[1] - kernel.shape[1] + 1) // stride[1])
    return every_sth_of_all(image, kernel, stride)[:rows, :cols]


@reaches("stride")
def with_keywords(image, kernel, **setting):
    return every_sth_of_all(image, kernel, setting["stride"])


# With padding


@reaches("padding")
def padded_by_hand(image, kernel, stride, padding):
    (h, w), (p, q) = image.shape, padding
    padded = np.zeros((h + 2 * p, w + 2 * q), image.dtype)
    padded[p : p + h, q : q + w] = image
    return counted_positions(padded, kernel, stride)


@reaches("padding")
def padded_by_numpy(image, kernel, stride=(1, 1), padding=(0, 0)):
    (p, q) = padding
    return counted_positions(np.pad(image, ((p, p), (q, q))), kernel, stride)


@reaches("padding")
def padded_by_stacking(image, kernel, stride, padding):
    p, q = padding
    image = np.hstack([np.zeros((len(image), q)), image, np.zeros((len(image), q))])
    image = np.vstack([np.zeros((p, image.shape[1])), image, np.zeros((p, image.shape[1]))])
    return stepped_starts(image, kernel, stride)


@reaches("padding")
def padding_asked_cell_by_cell(image, kernel, stride, padding):
    (h, w), (m, n), (s, t), (p, q) = image.shape, kernel.shape, stride, padding

    def cell(y, x):
        return image[y, x] if 0 <= y < h and 0 <= x < w else 0

    rows, cols = (h + 2 * p - m) // s + 1, (w + 2 * q - n) // t + 1
    return [
        [
            sum(
                cell(r * s - p + i, c * t - q + j) * kernel[i, j]
                for i in range(m)
                for j in range(n)
            )
            for c in range(cols)
        ]
        for r in range(rows)
    ]


@reaches("padding")
def im2col(image, kernel, stride, padding):
    (p, q), (m, n), (s, t) = padding, kernel.shape, stride
    padded = np.pad(image, ((p, p), (q, q)))
    rows, cols = (padded.shape[0] - m) // s + 1, (padded.shape[1] - n) // t + 1
    columns = np.empty((m * n, rows * cols))
    for i in range(m):
        for j in range(n):
            columns[i * n + j] = padded[i : i + s * rows : s, j : j + t * cols : t][
                :rows, :cols
            ].ravel()
    return (kernel.reshape(1, -1) @ columns).reshape(rows, cols)


@reaches("padding")
def scattered_products(image, kernel, stride, padding):
    (h, w), (m, n), (s, t), (p, q) = image.shape, kernel.shape, stride, padding
    out = np.zeros(((h + 2 * p - m) // s + 1, (w + 2 * q - n) // t + 1))
    for y, x, i, j in product(range(h), range(w), range(m), range(n)):
        (r, off_r), (c, off_c) = divmod(y + p - i, s), divmod(x + q - j, t)
        if off_r == off_c == 0 and 0 <= r < out.shape[0] and 0 <= c < out.shape[1]:
            out[r, c] += image[y, x] * kernel[i, j]
    return out


# With dilation


@reaches("dilation")
def stepped_windows(image, kernel, stride, padding, dilation):
    (p, q), (s, t), (d, e), (m, n) = padding, stride, dilation, kernel.shape
    padded = np.pad(image, ((p, p), (q, q)))
    m, n = d * (m - 1) + 1, e * (n - 1) + 1
    rows, cols = (padded.shape[0] - m) // s + 1, (padded.shape[1] - n) // t + 1
    out = np.zeros((rows, cols))
    for r in range(rows):
        for c in range(cols):
            out[r, c] = (padded[r * s : r * s + m : d, c * t : c * t + n : e] * kernel).sum()
    return out


@reaches("dilation")
def inflated_kernel(image, kernel, stride, padding, dilation):
    size = [d * (k - 1) + 1 for k, d in zip(kernel.shape, dilation, strict=True)]
    wide = np.zeros(size, kernel.dtype)
    wide[:: dilation[0], :: dilation[1]] = kernel
    return padded_by_numpy(image, wide, stride, padding)


@reaches("dilation")
def inflated_by_kron(image, kernel, stride, padding, dilation):
    (d, e), (m, n) = dilation, kernel.shape
    one = np.zeros((d, e))
    one[0, 0] = 1
    wide = np.kron(kernel, one)[: d * (m - 1) + 1, : e * (n - 1) + 1]
    return padded_by_hand(image, wide, stride, padding)


@reaches("dilation")
def sliding_steps(image, kernel, stride, padding, dilation):
    padded = np.pad(image, [(p, p) for p in padding])
    span = [d * (k - 1) + 1 for k, d in zip(kernel.shape, dilation, strict=True)]
    views = sliding_window_view(padded, span)[:: stride[0], :: stride[1]]
    return (views[..., :: dilation[0], :: dilation[1]] * kernel).sum(axis=(-2, -1))


@reaches("dilation")
def one_product_at_a_time(image, kernel, stride, padding, dilation):
    (p, q), (s, t), (d, e), (m, n) = padding, stride, dilation, kernel.shape
    padded = np.pad(image, ((p, p), (q, q)))
    rows = (padded.shape[0] - d * (m - 1) - 1) // s + 1
    cols = (padded.shape[1] - e * (n - 1) - 1) // t + 1
    out = np.zeros((rows, cols))
    for i, j in np.ndindex(m, n):
        part = padded[i * d :, j * e :][: (rows - 1) * s + 1 : s, : (cols - 1) * t + 1 : t]
        out += kernel[i, j] * part
    return out


@reaches("dilation")
def reduced_axis_by_axis(image, kernel, stride, padding, dilation):
    (p, q), (s, t), (d, e), (m, n) = padding, stride, dilation, kernel.shape
    padded = np.pad(image, ((p, p), (q, q)))
    rows = range(0, padded.shape[0] - d * (m - 1), s)
    cols = range(0, padded.shape[1] - e * (n - 1), t)
    y = np.add.outer(rows, np.arange(m) * d)
    x = np.add.outer(cols, np.arange(n) * e)
    return np.einsum("rick,ik->rc", padded[y[:, :, None, None], x[None, None]], kernel)
