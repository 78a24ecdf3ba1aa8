"""Checks for the exercises: right, or which misunderstanding the answer shows.

A check returns a `Verdict`, whose repr is what a learner reads. Whatever a learner hands in, it
does not raise, so that a lesson with nothing filled in still runs to its end; what a lesson's
author gets wrong raises at once, also while nothing is filled in.

What is known about *why* an answer is wrong is computed, not listed: the `mistaken_*` modules work
out what each misunderstanding would have given for the very input at hand, and a check names one
only where it gives the answer and the truth does not. To write a new check, read the task, then
``return judged(judge, answer, *task)`` with a function ``judge`` that returns `right(…)` or
`wrong(…)`. To know a new misunderstanding, add its sentence to `sentences` and what it gives to one
of the `mistaken_*` modules.
"""

from .backwards import (
    check_image_gradient,
    check_kernel_gradient,
    check_learned_kernel,
    check_stamps,
    check_step,
)
from .channels import check_channel_sums, check_layer_counts, check_lighter_layers
from .chosen import check_chosen_sizes, check_chosen_weights, check_symmetric_kernel
from .fields import (
    check_dilations,
    check_field,
    check_field_start,
    check_used_cells,
)
from .function import check_conv2d
from .maps import check_cell, check_feature_map, check_padding_mode
from .matrices import check_im2col, check_im2col_shape, check_matrix_row, check_ring
from .photos import check_blur_kernel, check_filtered_image, check_gaussian_split
from .settings import check_settings
from .sizes import (
    check_output_size,
    check_padding,
    check_positions,
    check_span,
    check_window,
)
from .tiling import check_border, check_cells_read, check_halo, check_tiles
from .verdict import Verdict

__all__ = [
    "Verdict",
    "check_blur_kernel",
    "check_border",
    "check_cell",
    "check_cells_read",
    "check_channel_sums",
    "check_chosen_sizes",
    "check_chosen_weights",
    "check_conv2d",
    "check_dilations",
    "check_feature_map",
    "check_field",
    "check_field_start",
    "check_filtered_image",
    "check_gaussian_split",
    "check_halo",
    "check_im2col",
    "check_im2col_shape",
    "check_image_gradient",
    "check_kernel_gradient",
    "check_layer_counts",
    "check_learned_kernel",
    "check_lighter_layers",
    "check_matrix_row",
    "check_output_size",
    "check_padding",
    "check_padding_mode",
    "check_positions",
    "check_ring",
    "check_settings",
    "check_span",
    "check_stamps",
    "check_step",
    "check_symmetric_kernel",
    "check_tiles",
    "check_used_cells",
    "check_window",
]
