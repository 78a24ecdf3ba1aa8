"""MatrixExplorer: a convolution as one product of a matrix, in a notebook or in a page of its own.

The state lives here, as traits, and is checked here. The picture is drawn in the browser by
static/matrix. The synced traits, beside those of base.py:

=============  ======  ================================================================
trait          set by  meaning
=============  ======  ================================================================
image, kernel  both    rows of numbers
show           both    "matrix": the matrix C; "packed": its rows as im2col writes them;
                       "ring": the square matrix of a convolution on a ring
length         both    places of the ring
=============  ======  ================================================================
"""

from typing import Any

from numpy.typing import ArrayLike

from ..arguments import Position, as_plane
from ..figures.canvas import Figure
from ..figures.limits import MAX_CELLS
from ..figures.matrix import PICTURES, draw_matrix, map_size, matrix_size
from ..words import size_text
from .base import SYNCED, Explorer
from .traits import Choice, Matrix, Whole, matrix_json, refused_as_trait_error

SETTING = ("image", "kernel", "show", "length")
NAMES = {"matrix": "matrix C", "packed": "im2col", "ring": "ring"}


class MatrixExplorer(Explorer, entry="matrix/explorer.js", setting=SETTING):
    """A window, its row of a matrix, and the sum that both make.

    Parameters
    ----------
    image, kernel : array_like, shape (H, W) and (kH, kW)
        The kernel fits into the image; H·W, the positions, and kH·kW are at most 32. The traits
        hold read-only copies.
    show : {"matrix", "packed", "ring"}, optional
        The matrix whose rows hold the weights, the one whose rows hold the windows (as the columns
        of `im2col` do), or the one of a convolution on a ring, as the FFT makes it, which needs an
        image and a kernel of one row.
    length : int, optional
        Places of the ring, from those of the longer row up to W + kW. If not given, the W + kW - 1
        that the whole convolution has.
    position : (int, int), optional
        Row and column of the current feature-map cell; on the ring (0, place).
    presenter : bool, optional
        Start in the size for the back row.
    **options
        Other traits of an ipywidget, such as layout.

    Raises
    ------
    traitlets.TraitError
        If a value is not valid, here or when a trait is set later; then nothing has changed. It
        is a ValueError or a TypeError as well.

    Examples
    --------
    >>> explorer = MatrixExplorer([[1, 2, 3], [4, 5, 6]], [[1, 10]])
    >>> explorer
    MatrixExplorer: 2×3 image, 1×2 kernel, matrix C 4×6; run this cell to move it
    >>> explorer.show = "packed"
    >>> explorer
    MatrixExplorer: 2×3 image, 1×2 kernel, im2col 4×2; run this cell to move it
    >>> explorer.show = "ring"
    Traceback (most recent call last):
        ...
    convlib.widgets.traits.ValueTraitError: show='ring' needs an image and a kernel of one row, \
not 2×3 and 1×2
    """

    _first = (*SETTING, "position")

    image = Matrix(((0,),)).tag(**SYNCED, to_json=matrix_json)
    kernel = Matrix(((0,),)).tag(**SYNCED, to_json=matrix_json)
    show = Choice(*PICTURES).tag(**SYNCED)
    length = Whole(1, 1, 2 * MAX_CELLS).tag(**SYNCED)

    def __init__(
        self,
        image: ArrayLike,
        kernel: ArrayLike,
        *,
        show: str = "matrix",
        length: int | None = None,
        position: Position = (0, 0),
        presenter: bool = False,
        **options: Any,
    ) -> None:
        if length is None:
            with refused_as_trait_error():
                planes = as_plane(image, "image"), as_plane(kernel, "kernel")
            length = sum(plane.shape[1] for plane in planes) - 1
        super().__init__(
            image=image,
            kernel=kernel,
            show=show,
            length=length,
            position=position,
            presenter=presenter,
            **options,
        )

    def _read_setting(self, setting):
        matrix_size(**setting)
        return setting

    def _map(self):
        return "map", map_size(**self._setting())

    def __repr__(self):
        image, kernel = size_text(self.image.shape), size_text(self.kernel.shape)
        matrix = size_text(matrix_size(**self._setting()))
        return (
            f"MatrixExplorer: {image} image, {kernel} kernel, {NAMES[self.show]} {matrix}; "
            "run this cell to move it"
        )

    def _alt(self):
        return f"Its row of position {self.position} is outlined."

    def figure(self) -> Figure:
        """Draw the image, the kernel, the matrix and the feature map as they stand.

        Returns
        -------
        matplotlib.figure.Figure
        """
        return draw_matrix(**self._setting(), position=self.position)
