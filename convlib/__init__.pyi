"""What convlib offers, for editors and type checkers: they do not see names loaded on first use."""

from .arguments import PADDING_MODES as PADDING_MODES
from .check import check_blur_kernel as check_blur_kernel
from .check import check_cell as check_cell
from .check import check_conv2d as check_conv2d
from .check import check_feature_map as check_feature_map
from .check import check_filtered_image as check_filtered_image
from .check import check_gaussian_split as check_gaussian_split
from .check import check_output_size as check_output_size
from .check import check_padding as check_padding
from .check import check_padding_mode as check_padding_mode
from .check import check_positions as check_positions
from .check import check_span as check_span
from .check import check_window as check_window
from .conv import add_padding as add_padding
from .conv import conv2d as conv2d
from .conv import conv2d_loops as conv2d_loops
from .figures.animate import save_animation as save_animation
from .figures.animate import save_figures as save_figures
from .figures.loops import draw_loops as draw_loops
from .figures.maps import draw_maps as draw_maps
from .figures.publish import show as show
from .figures.publish import show_photos as show_photos
from .figures.step import draw_receptive_field as draw_receptive_field
from .filters import box_kernel as box_kernel
from .filters import gaussian_kernel as gaussian_kernel
from .filters import kernels as kernels
from .geometry import ConvGeometry as ConvGeometry
from .geometry import effective_kernel_size as effective_kernel_size
from .geometry import output_size as output_size
from .gradients import Gradients as Gradients
from .gradients import conv2d_gradients as conv2d_gradients
from .gradients import conv2d_gradients_loops as conv2d_gradients_loops
from .matrix import convolution_matrix as convolution_matrix
from .matrix import im2col as im2col
from .photos import apply_filter_to_image as apply_filter_to_image
from .pooling import avg_pool2d as avg_pool2d
from .pooling import avg_pool2d_gradient as avg_pool2d_gradient
from .pooling import max_pool2d as max_pool2d
from .pooling import max_pool2d_gradient as max_pool2d_gradient
from .transpose import conv_transpose2d as conv_transpose2d
from .transpose import conv_transpose2d_loops as conv_transpose2d_loops
from .widgets.explorer import ConvExplorer as ConvExplorer
from .widgets.photo_filter import PhotoFilter as PhotoFilter

__version__: str
