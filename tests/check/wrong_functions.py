"""Wrong convolutions as people really write them, each with the mistakes that its author made.

A check may name any of these mistakes, or none; a reason that the author did not have is a false
one. "index out of bounds" is what a check says of any IndexError.
"""

from itertools import product

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from scipy import signal

from convlib import conv2d

WRONG = []


def made(upto, *mistakes):
    def add(function):
        WRONG.append((function, upto, mistakes))
        return function

    return add


def windows(image, m, n, rows, cols, s=1, t=1):
    """Yield each position with its window."""
    for r, c in product(range(rows), range(cols)):
        yield r, c, image[r * s : r * s + m, c * t : c * t + n]


# Without parameters


@made(None, "square assumed")
def one_k_throughout(image, kernel):
    k = kernel.shape[0]
    out = np.zeros((image.shape[0] - k + 1, image.shape[1] - k + 1))
    for r in range(out.shape[0]):
        for c in range(out.shape[1]):
            for i in range(k):
                for j in range(k):
                    out[r, c] += image[r + i, c + j] * kernel[i, j]
    return out


@made(None, "square assumed")
def one_k_with_slices(image, kernel):
    k = kernel.shape[0]
    out = np.zeros((image.shape[0] - k + 1, image.shape[1] - k + 1))
    for r in range(out.shape[0]):
        for c in range(out.shape[1]):
            out[r, c] = np.sum(image[r : r + k, c : c + k] * kernel)
    return out


@made(None, "square assumed")
def one_k_in_the_size(image, kernel):
    (m, n), k = kernel.shape, len(kernel)
    out = np.zeros((image.shape[0] - k + 1, image.shape[1] - k + 1))
    for r in range(out.shape[0]):
        for c in range(out.shape[1]):
            out[r, c] = np.sum(image[r : r + m, c : c + n] * kernel)
    return out


@made(None, "square assumed")
def a_square_map(image, kernel):
    (m, n), size = kernel.shape, len(image) - len(kernel) + 1
    out = np.zeros((size, size))
    for r in range(size):
        for c in range(size):
            for i in range(m):
                for j in range(n):
                    out[r, c] += image[r + i, c + j] * kernel[i, j]
    return out


@made(None, "− 1 for + 1", "missing + 1")
def minus_one(image, kernel):
    (h, w), (m, n) = image.shape, kernel.shape
    out = np.zeros((h - m - 1, w - n - 1))
    for r in range(h - m - 1):
        for c in range(w - n - 1):
            for i in range(m):
                for j in range(n):
                    out[r, c] += image[r + i, c + j] * kernel[i, j]
    return out


@made(None, "missing + 1")
def no_plus_one(image, kernel):
    (h, w), (m, n) = image.shape, kernel.shape
    out = np.zeros((h - m, w - n))
    for r, c, window in windows(image, m, n, h - m, w - n):
        out[r, c] = (window * kernel).sum()
    return out


@made(None, "missing + 1")
def no_plus_one_but_at_least_one(image, kernel):
    (h, w), (m, n) = image.shape, kernel.shape
    rows, cols = max(1, h - m), max(1, w - n)
    return np.array([(x * kernel).sum() for *_, x in windows(image, m, n, rows, cols)]).reshape(
        rows, cols
    )


@made(None, "position missing", "missing + 1")
def loops_end_too_early(image, kernel):
    (h, w), (m, n) = image.shape, kernel.shape
    out = np.zeros((h - m + 1, w - n + 1))
    for r in range(h - m):
        for c in range(w - n):
            out[r, c] = np.sum(image[r : r + m, c : c + n] * kernel)
    return out


@made(None, "padded by itself", "size of the image")
def same_by_itself(image, kernel):
    (h, w), (m, n) = image.shape, kernel.shape
    padded = np.pad(image, ((m // 2, m // 2), (n // 2, n // 2)))
    out = np.zeros((h, w))
    for r, c, window in windows(padded, m, n, h, w):
        out[r, c] = (window * kernel).sum()
    return out


@made(None, "padded by itself", "size of the image")
def scipy_same(image, kernel):
    return signal.correlate2d(image, kernel, mode="same")


@made(None, "padded by itself", "padding doubled", "size of the image")
def scipy_full(image, kernel):
    return signal.correlate2d(image, kernel)


@made(None, "flipped kernel")
def scipy_convolve(image, kernel):
    return signal.convolve2d(image, kernel, mode="valid")


@made(None, "border left 0", "size of the image")
def zeros_like_the_image(image, kernel):
    (h, w), (m, n) = image.shape, kernel.shape
    out = np.zeros((h, w))
    for r in range(h - m + 1):
        for c in range(w - n + 1):
            out[r, c] = np.sum(image[r : r + m, c : c + n] * kernel)
    return out


@made(None, "border left 0", "size of the image")
def results_in_the_middle(image, kernel):
    (h, w), (m, n) = image.shape, kernel.shape
    out = np.zeros_like(image, dtype=float)
    for y in range(m // 2, h - (m - 1) // 2):
        for x in range(n // 2, w - (n - 1) // 2):
            patch = image[y - m // 2 : y - m // 2 + m, x - n // 2 : x - n // 2 + n]
            out[y, x] = (patch * kernel).sum()
    return out


@made(None, "size of the image", "kernel left out of the size")
def every_cell_a_position(image, kernel):
    (h, w), (m, n) = image.shape, kernel.shape
    out = np.zeros((h, w))
    for r in range(h):
        for c in range(w):
            for i in range(m):
                for j in range(n):
                    out[r, c] += image[r + i, c + j] * kernel[i, j]
    return out


@made(None, "size of the image", "kernel left out of the size", "border left 0")
def every_cell_while_it_fits(image, kernel):
    (h, w), (m, n) = image.shape, kernel.shape
    out = np.zeros((h, w))
    for r, c, i, j in product(range(h), range(w), range(m), range(n)):
        if r + i < h and c + j < w:
            out[r, c] += image[r + i, c + j] * kernel[i, j]
    return out


@made(None, "sizes fixed")
def written_for_3_by_3(image, kernel):
    out = np.zeros((image.shape[0] - 2, image.shape[1] - 2))
    for r in range(out.shape[0]):
        for c in range(out.shape[1]):
            for i in range(3):
                for j in range(3):
                    out[r, c] += image[r + i, c + j] * kernel[i, j]
    return out


@made(None, "sizes fixed")
def windows_of_3_by_3(image, kernel):
    out = np.zeros((image.shape[0] - 2, image.shape[1] - 2))
    for r in range(out.shape[0]):
        for c in range(out.shape[1]):
            out[r, c] = np.sum(image[r : r + 3, c : c + 3] * kernel)
    return out


@made(None, "sizes fixed")
def offsets_of_3_by_3(image, kernel):
    h, w = image.shape
    out = np.zeros((h - 2, w - 2))
    for y in range(1, h - 1):
        for x in range(1, w - 1):
            for i in (-1, 0, 1):
                for j in (-1, 0, 1):
                    out[y - 1, x - 1] += image[y + i, x + j] * kernel[i + 1, j + 1]
    return out


@made(None, "sizes fixed")
def weights_of_3_by_3(image, kernel):
    (h, w), (m, n) = image.shape, kernel.shape
    out = np.zeros((h - m + 1, w - n + 1))
    for r, c in np.ndindex(out.shape):
        for i, j in np.ndindex(3, 3):
            out[r, c] += image[r + i, c + j] * kernel[i, j]
    return out


@made(None, "too small a dtype", "fractions cut off")
def results_in_int8(image, kernel):
    out = np.zeros((image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1))
    out = out.astype(np.int8)
    for r, c, window in windows(image, *kernel.shape, *out.shape):
        out[r, c] = (window * kernel).sum()
    return out


@made(None, "too small a dtype", "signs lost", "fractions cut off")
def results_in_uint8(image, kernel):
    return conv2d(image, kernel).astype(np.int64).astype(np.uint8)


@made(None, "too small a dtype", "fractions cut off")
def added_up_in_int8(image, kernel):
    (h, w), (m, n) = image.shape, kernel.shape
    out = np.zeros((h - m + 1, w - n + 1), np.int8)
    for r, c, i, j in product(*map(range, (*out.shape, m, n))):
        out[r, c] = out[r, c] + image[r + i, c + j] * kernel[i, j]
    return out


@made(None, "fractions cut off")
def added_up_in_int(image, kernel):
    (h, w), (m, n) = image.shape, kernel.shape
    out = np.zeros((h - m + 1, w - n + 1), dtype=int)
    for r, c, i, j in product(*map(range, (*out.shape, m, n))):
        out[r, c] += image[r + i, c + j] * kernel[i, j]
    return out


@made(None, "fractions cut off")
def results_in_the_kernels_dtype(image, kernel):
    (h, w), (m, n) = image.shape, kernel.shape
    out = np.zeros((h - m + 1, w - n + 1), dtype=kernel.dtype)
    for r, c, window in windows(image, m, n, *out.shape):
        out[r, c] = (window * kernel).sum()
    return out


@made(None, "fractions cut off")
def zeros_like_a_part(image, kernel):
    (h, w), (m, n) = image.shape, kernel.shape
    out = np.zeros_like(image[: h - m + 1, : w - n + 1])
    for r, c, i, j in product(*map(range, (*out.shape, m, n))):
        out[r, c] += image[r + i, c + j] * kernel[i, j]
    return out


@made(None, "fractions cut off")
def ints_in_a_list(image, kernel):
    return [[int(value) for value in row] for row in conv2d(image, kernel)]


@made(None, "digits lost")
def results_in_float16(image, kernel):
    return conv2d(image, kernel).astype(np.float16)


@made(None, "digits lost")
def added_up_in_float16(image, kernel):
    (h, w), (m, n) = image.shape, kernel.shape
    out = np.zeros((h - m + 1, w - n + 1), np.float16)
    for r, c, i, j in product(*map(range, (*out.shape, m, n))):
        out[r, c] += image[r + i, c + j] * kernel[i, j]
    return out


@made(None, "more than the map")
def map_and_cache(image, kernel):
    return conv2d(image, kernel), (image, kernel)


@made(None, "signs lost")
def absolute_results(image, kernel):
    return np.abs(conv2d(image, kernel))


@made(None, "signs lost", "sums clipped")
def no_results_below_0(image, kernel):
    return np.maximum(conv2d(image, kernel), 0)


@made(None, "sums clipped")
def clipped_as_pixels(image, kernel):
    return np.clip(conv2d(image, kernel), 0, 255)


@made(None, "mean instead of sum")
def mean_of_products(image, kernel):
    out = np.zeros((image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1))
    for r, c, window in windows(image, *kernel.shape, *out.shape):
        out[r, c] = np.mean(window * kernel)
    return out


@made(None, "transposed kernel")
def indices_of_the_kernel_exchanged(image, kernel):
    (h, w), (n, m) = image.shape, kernel.shape
    out = np.zeros((h - m + 1, w - n + 1))
    for r, c, i, j in product(*map(range, (*out.shape, m, n))):
        out[r, c] += image[r + i, c + j] * kernel[j, i]
    return out


@made(None, "rows and columns swapped", "index out of bounds")
def x_before_y(image, kernel):
    (w, h), (n, m) = image.shape, kernel.shape
    out = np.zeros((h - m + 1, w - n + 1))
    for y, x, i, j in product(*map(range, (*out.shape, m, n))):
        out[y, x] += image[x + j, y + i] * kernel[j, i]
    return out


@made(None, "matrix product")
def window_times_kernel(image, kernel):
    out = np.zeros((image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1))
    for r, c, window in windows(image, *kernel.shape, *out.shape):
        out[r, c] = np.sum(window @ kernel)
    return out


@made(None, "last product only")
def overwritten_sum(image, kernel):
    (h, w), (m, n) = image.shape, kernel.shape
    out = np.zeros((h - m + 1, w - n + 1))
    for r, c, i, j in product(*map(range, (*out.shape, m, n))):
        out[r, c] = image[r + i, c + j] * kernel[i, j]
    return out


@made(None, "running total")
def one_total(image, kernel):
    out = np.zeros((image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1))
    total = 0
    for r, c, window in windows(image, *kernel.shape, *out.shape):
        total += np.sum(window * kernel)
        out[r, c] = total
    return out


@made(None, "returned too early")
def return_in_the_loop(image, kernel):
    (h, w), (m, n) = image.shape, kernel.shape
    out = np.zeros((h - m + 1, w - n + 1))
    for r in range(h - m + 1):
        for c in range(w - n + 1):
            out[r, c] = np.sum(image[r : r + m, c : c + n] * kernel)
        return out


@made(None, "index out of bounds")
def one_further(image, kernel):
    (h, w), (m, n) = image.shape, kernel.shape
    out = np.zeros((h - m + 1, w - n + 1))
    for r, c, i, j in product(*map(range, (*out.shape, m, n))):
        out[r, c] += image[r + i + 1, c + j + 1] * kernel[i, j]
    return out


@made(None, "no return")
def returned_only_for_wide_images(image, kernel):
    if image.shape[1] > 3:
        return conv2d(image, kernel)


@made(None, "flipped along one axis", "square assumed")
def flipped_rows_and_square_size(image, kernel):
    return one_k_in_the_size(image, kernel[::-1])


@made(None, "flipped kernel", "missing + 1")
def flipped_and_no_plus_one(image, kernel):
    return no_plus_one(image, kernel[::-1, ::-1])


@made(None, "weights ignored", "mean instead of sum")
def mean_of_the_window(image, kernel):
    return sliding_window_view(image, kernel.shape).mean((2, 3))


@made(None)
def normalised_kernel(image, kernel):
    return conv2d(image, kernel / (kernel.sum() or 1))


@made(None)
def largest_of_the_window(image, kernel):
    return sliding_window_view(image, kernel.shape).max((2, 3))


# With a stride


@made("stride", "position stepped by the stride", "stride missing in the start")
def range_with_a_step(image, kernel, stride):
    (h, w), (m, n), (s, t) = image.shape, kernel.shape, stride
    out = np.zeros(((h - m) // s + 1, (w - n) // t + 1))
    for r in range(0, out.shape[0], s):
        for c in range(0, out.shape[1], t):
            out[r, c] = np.sum(image[r : r + m, c : c + n] * kernel)
    return out


@made("stride", "position stepped by the stride")
def range_with_a_step_and_starts(image, kernel, stride):
    (h, w), (m, n), (s, t) = image.shape, kernel.shape, stride
    out = np.zeros(((h - m) // s + 1, (w - n) // t + 1))
    for r in range(0, out.shape[0], s):
        for c in range(0, out.shape[1], t):
            out[r, c] = np.sum(image[r * s : r * s + m, c * t : c * t + n] * kernel)
    return out


@made("stride", "position stepped by the stride", "index out of bounds",
      "stride in the result's place")  # fmt: skip
def starts_as_positions(image, kernel, stride):
    (h, w), (m, n), (s, t) = image.shape, kernel.shape, stride
    out = np.zeros(((h - m) // s + 1, (w - n) // t + 1))
    for r in range(0, h - m + 1, s):
        for c in range(0, w - n + 1, t):
            out[r, c] = np.sum(image[r : r + m, c : c + n] * kernel)
    return out


@made("stride", "one number for both axes")
def second_stride_for_both(image, kernel, stride):
    (h, w), (m, n), s = image.shape, kernel.shape, stride[1]
    out = np.zeros(((h - m) // s + 1, (w - n) // s + 1))
    for r, c, window in windows(image, m, n, *out.shape, s, s):
        out[r, c] = (window * kernel).sum()
    return out


@made("stride", "one number for both axes")
def first_stride_for_both(image, kernel, stride):
    return conv2d(image, kernel, stride=stride[0])


@made("stride", "one number for both axes")
def larger_stride_for_both(image, kernel, stride):
    return conv2d(image, kernel, stride=max(stride))


@made("stride", "one number for both axes")
def one_stride_in_the_windows(image, kernel, stride):
    (h, w), (m, n), (s, t) = image.shape, kernel.shape, stride
    out = np.zeros(((h - m) // s + 1, (w - n) // t + 1))
    for r, c, i, j in product(*map(range, (*out.shape, m, n))):
        out[r, c] += image[r * s + i, c * s + j] * kernel[i, j]
    return out


@made("stride", "missing + 1")
def at_least_one_position(image, kernel, stride):
    (h, w), (m, n), (s, t) = image.shape, kernel.shape, stride
    out = np.zeros((max(1, (h - m) // s), max(1, (w - n) // t)))
    for r, c, window in windows(image, m, n, *out.shape, s, t):
        out[r, c] = (window * kernel).sum()
    return out


@made("stride", "missing + 1")
def starts_without_plus_one(image, kernel, stride):
    (h, w), (m, n), (s, t) = image.shape, kernel.shape, stride
    return np.array(
        [
            [np.sum(image[y : y + m, x : x + n] * kernel) for x in range(0, w - n, t)]
            for y in range(0, h - m, s)
        ]
    )


@made("stride", "stride left out")
def stride_never_used(image, kernel, stride):
    return conv2d(image, kernel)


@made("stride", "no floor")
def divided_with_one_stroke(image, kernel, stride):
    (h, w), (m, n), (s, t) = image.shape, kernel.shape, stride
    return np.zeros(((h - m) / s + 1, (w - n) / t + 1))


@made("stride", "rounded up")
def rounded_up(image, kernel, stride):
    (h, w), (m, n), (s, t) = image.shape, kernel.shape, stride
    out = np.zeros((int(np.ceil((h - m) / s)) + 1, int(np.ceil((w - n) / t)) + 1))
    for r, c, i, j in product(*map(range, (*out.shape, m, n))):
        out[r, c] += image[r * s + i, c * t + j] * kernel[i, j]
    return out


@made("stride", "kernel left out of the size")
def image_over_stride(image, kernel, stride):
    (h, w), (m, n), (s, t) = image.shape, kernel.shape, stride
    out = np.zeros((h // s, w // t))
    for r, c, i, j in product(*map(range, (*out.shape, m, n))):
        if r * s + i < h and c * t + j < w:
            out[r, c] += image[r * s + i, c * t + j] * kernel[i, j]
    return out


# With padding


@made("padding", "padded image not used", "index out of bounds", "padding left out")
def padded_made_and_image_read(image, kernel, stride, padding):
    (m, n), (s, t), (p, q) = kernel.shape, stride, padding
    padded = np.pad(image, ((p, p), (q, q)))
    out = np.zeros(((padded.shape[0] - m) // s + 1, (padded.shape[1] - n) // t + 1))
    for r, c, i, j in product(*map(range, (*out.shape, m, n))):
        out[r, c] += image[r * s + i, c * t + j] * kernel[i, j]
    return out


@made("padding", "padded image not used", "padding left out")
def padded_made_and_image_cut(image, kernel, stride, padding):
    (m, n), (s, t), (p, q) = kernel.shape, stride, padding
    padded = np.pad(image, ((p, p), (q, q)))
    out = np.zeros(((padded.shape[0] - m) // s + 1, (padded.shape[1] - n) // t + 1))
    for r, c, window in windows(image, m, n, *out.shape, s, t):
        out[r, c] = np.sum(window * kernel)
    return out


@made("padding", "padding counted twice", "padding doubled")
def padding_in_the_size_of_padded(image, kernel, stride, padding):
    (m, n), (s, t), (p, q) = kernel.shape, stride, padding
    padded = np.pad(image, ((p, p), (q, q)))
    h, w = padded.shape
    out = np.zeros(((h + 2 * p - m) // s + 1, (w + 2 * q - n) // t + 1))
    for r, c, i, j in product(*map(range, (*out.shape, m, n))):
        out[r, c] += padded[r * s + i, c * t + j] * kernel[i, j]
    return out


@made("padding", "one number for both axes")
def one_padding(image, kernel, stride, padding):
    return conv2d(image, kernel, stride=stride, padding=padding[0])


@made("padding", "padding on one side")
def padded_before_only(image, kernel, stride, padding):
    (p, q) = padding
    return conv2d(np.pad(image, ((p, 0), (q, 0))), kernel, stride=stride)


@made("padding", "padding on one side", "padding counted twice")
def size_with_one_side(image, kernel, stride, padding):
    (h, w), (m, n), (s, t), (p, q) = image.shape, kernel.shape, stride, padding
    padded = np.pad(image, ((p, p), (q, q)))
    out = np.zeros(((h + p - m) // s + 1, (w + q - n) // t + 1))
    for r, c, window in windows(padded, m, n, *out.shape, s, t):
        out[r, c] = np.sum(window * kernel)
    return out


@made("padding", "pairs of sides")
def numpys_padding(image, kernel, stride, padding):
    return conv2d(np.pad(image, (padding, padding)), kernel, stride=stride)


@made("padding", "padding mode")
def padded_with_the_edge(image, kernel, stride, padding):
    (p, q) = padding
    return conv2d(np.pad(image, ((p, p), (q, q)), "edge"), kernel, stride=stride)


@made("padding", "padding mode")
def wrapped_by_negative_indices(image, kernel, stride, padding):
    (p, q) = padding
    return conv2d(np.pad(image, ((p, p), (q, q)), "wrap"), kernel, stride=stride)


@made("padding", "padding left out", "stride left out")
def neither_padding_nor_stride(image, kernel, stride, padding):
    return conv2d(image, kernel)


# With dilation


@made("dilation", "k instead of k̂", "index out of bounds")
def size_without_gaps(image, kernel, stride, padding, dilation):
    (m, n), (s, t), (p, q), (d, e) = kernel.shape, stride, padding, dilation
    padded = np.pad(image, ((p, p), (q, q)))
    out = np.zeros(((padded.shape[0] - m) // s + 1, (padded.shape[1] - n) // t + 1))
    for r, c, i, j in product(*map(range, (*out.shape, m, n))):
        out[r, c] += padded[r * s + i * d, c * t + j * e] * kernel[i, j]
    return out


@made("dilation", "gap after the last tap")
def span_of_d_times_k(image, kernel, stride, padding, dilation):
    (m, n), (s, t), (p, q), (d, e) = kernel.shape, stride, padding, dilation
    padded = np.pad(image, ((p, p), (q, q)))
    out = np.zeros(((padded.shape[0] - d * m) // s + 1, (padded.shape[1] - e * n) // t + 1))
    for r, c, i, j in product(*map(range, (*out.shape, m, n))):
        out[r, c] += padded[r * s + i * d, c * t + j * e] * kernel[i, j]
    return out


@made("dilation", "dilation left out")
def dilation_never_used(image, kernel, stride, padding, dilation):
    return conv2d(image, kernel, stride=stride, padding=padding)


@made("dilation", "one number for both axes")
def one_dilation(image, kernel, stride, padding, dilation):
    return conv2d(image, kernel, stride=stride, padding=padding, dilation=dilation[1])


@made("dilation", "rows and columns swapped")
def dilation_swapped(image, kernel, stride, padding, dilation):
    return conv2d(image, kernel, stride=stride, padding=padding, dilation=dilation[::-1])


@made("dilation", "dilation from 0")
def one_gap_more(image, kernel, stride, padding, dilation):
    wide = np.zeros([(d + 1) * (k - 1) + 1 for k, d in zip(kernel.shape, dilation, strict=True)])
    wide[:: dilation[0] + 1, :: dilation[1] + 1] = kernel
    return conv2d(image, wide, stride=stride, padding=padding)


@made("dilation", "rows and columns swapped", "stride left out")
def dilation_swapped_and_no_stride(image, kernel, stride, padding, dilation):
    return conv2d(image, kernel, padding=padding, dilation=dilation[::-1])


@made("dilation", "dilation left out", "flipped kernel")
def no_dilation_and_flipped(image, kernel, stride, padding, dilation):
    return conv2d(image, kernel, stride=stride, padding=padding, flip_kernel=True)
