"""2D convolution from scratch: to read, to use, and to watch at work.

>>> from convlib import conv2d
>>> conv2d([[1, 2, 3], [4, 5, 6], [7, 8, 9]], [[1, 0], [0, -1]])
array([[-4, -4],
       [-4, -4]])
"""

from importlib import import_module

from .arguments import PADDING_MODES
from .conv import add_padding, conv2d, conv2d_loops
from .geometry import ConvGeometry, effective_kernel_size, output_size

__version__ = "0.1.0"

# Names that are loaded when they are first used, so that `import convlib` costs no more than
# NumPy: most of them need matplotlib, imageio or ipywidgets. In the order of `sorted`, and for
# editors and type checkers once more in __init__.pyi.
_LAZY = {
    "Branches": "layers",
    "ChannelsExplorer": "widgets.channels",
    "Conv": "layers",
    "ConvExplorer": "widgets.explorer",
    "Cost": "costs",
    "Field": "fields",
    "Gradients": "gradients",
    "LayersExplorer": "widgets.layers_explorer",
    "MatrixExplorer": "widgets.matrix_explorer",
    "PhotoFilter": "widgets.photo_filter",
    "Pool": "layers",
    "Tile": "tiling",
    "TilesExplorer": "widgets.tiles_explorer",
    "Transposed": "layers",
    "TransposedExplorer": "widgets.transposed",
    "apply_filter_to_image": "photos",
    "avg_pool2d": "pooling",
    "avg_pool2d_gradient": "pooling",
    "box_kernel": "filters",
    "check_blur_kernel": "check",
    "check_border": "check",
    "check_cell": "check",
    "check_cells_read": "check",
    "check_channel_sums": "check",
    "check_chosen_sizes": "check",
    "check_chosen_weights": "check",
    "check_conv2d": "check",
    "check_dilations": "check",
    "check_feature_map": "check",
    "check_field": "check",
    "check_field_start": "check",
    "check_filtered_image": "check",
    "check_gaussian_split": "check",
    "check_halo": "check",
    "check_im2col": "check",
    "check_im2col_shape": "check",
    "check_image_gradient": "check",
    "check_kernel_gradient": "check",
    "check_layer_counts": "check",
    "check_learned_kernel": "check",
    "check_lighter_layers": "check",
    "check_matrix_row": "check",
    "check_output_size": "check",
    "check_padding": "check",
    "check_padding_mode": "check",
    "check_positions": "check",
    "check_ring": "check",
    "check_settings": "check",
    "check_span": "check",
    "check_stamps": "check",
    "check_step": "check",
    "check_symmetric_kernel": "check",
    "check_tiles": "check",
    "check_used_cells": "check",
    "check_window": "check",
    "conv2d_dask": "chunks",
    "conv2d_gradients": "gradients",
    "conv2d_gradients_loops": "gradients",
    "conv2d_tiled": "piecewise",
    "conv_transpose2d": "transpose",
    "conv_transpose2d_loops": "transpose",
    "convolution_matrix": "matrix",
    "cost": "costs",
    "draw_curves": "figures.curves",
    "draw_loops": "figures.loops",
    "draw_maps": "figures.maps",
    "draw_receptive_field": "figures.step",
    "draw_receptive_field_stack": "figures.stack",
    "folded": "figures.publish",
    "gaussian_kernel": "filters",
    "halo": "tiling",
    "im2col": "matrix",
    "kernels": "filters",
    "live_plot": "figures.live",
    "max_pool2d": "pooling",
    "max_pool2d_gradient": "pooling",
    "networks": "published",
    "receptive_field": "fields",
    "save_animation": "figures.animate",
    "save_figures": "figures.animate",
    "show": "figures.publish",
    "show_animation": "figures.publish",
    "show_figures": "figures.publish",
    "show_photos": "figures.publish",
    "tiles": "tiling",
    "time_convolutions": "figures.times",
    "written_whole": "saving",
}

__all__ = [
    "PADDING_MODES",
    "ConvGeometry",
    "add_padding",
    "conv2d",
    "conv2d_loops",
    "effective_kernel_size",
    "output_size",
    *_LAZY,
]


def __getattr__(name):
    if name not in _LAZY:
        raise AttributeError(f"module 'convlib' has no attribute {name!r}")
    return getattr(import_module(f".{_LAZY[name]}", __name__), name)


def __dir__():
    return sorted({*globals(), *__all__})
