"""What feature maps with channels are asked of, and the shares that they are sums of."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..conv import conv2d
from ..scene import DUST, ROUNDING
from .task import Agreeing


@dataclass(frozen=True, eq=False)
class ChannelTask(Agreeing):
    """A layer and an image, and which feature maps agree with them.

    Attributes
    ----------
    image : ndarray, shape (C, H, W)
    kernel : ndarray, shape (O, C/groups, kH, kW)
    bias : ndarray, shape (O,)
    groups : int
    """

    image: np.ndarray
    kernel: np.ndarray
    bias: np.ndarray
    groups: int = 1

    @cached_property
    def feature_map(self) -> np.ndarray:
        """ndarray, shape (O, oH, oW)."""
        return conv2d(self.image, self.kernel, bias=self.bias, groups=self.groups)

    @cached_property
    def tolerance(self) -> np.ndarray:
        """Ndarray, shape (O, oH, oW): how far rounding may move a right answer, as in `Scene`."""
        given = self.image, self.kernel, self.bias
        image, kernel, bias = (np.abs(array.astype(float)) for array in given)
        sizes = conv2d(image, kernel, bias=bias, groups=self.groups)
        are_whole = all(np.all(array == np.rint(array)) for array in given)
        return np.maximum((DUST if are_whole else ROUNDING) * sizes, DUST * sizes.max())

    @property
    def group_of(self) -> np.ndarray:
        """Ndarray of int, shape (O,): the group of each output."""
        outputs = len(self.kernel)
        return np.arange(outputs) // (outputs // self.groups)

    @cached_property
    def read(self) -> np.ndarray:
        """Ndarray of int, shape (O, C/groups): the channels that each output reads."""
        per_group = self.kernel.shape[1]
        return self.group_of[:, None] * per_group + np.arange(per_group)

    @cached_property
    def shares(self) -> np.ndarray:
        """Ndarray, shape (O, C/groups, oH, oW): what each channel adds to each output."""
        return self.shares_of()

    def shares_of(
        self, kernel: np.ndarray | None = None, read: np.ndarray | None = None
    ) -> np.ndarray:
        """Return what each channel adds to each output, with a kernel or channels of another kind.

        Returns
        -------
        ndarray, shape (O, channels read, oH, oW)
        """
        kernel = self.kernel if kernel is None else kernel
        planes = self.image[self.read if read is None else read]
        count = planes.shape[0] * planes.shape[1]
        singles = planes.reshape(1, count, *planes.shape[2:])
        kernels = kernel.reshape(count, 1, *kernel.shape[2:])
        shares = conv2d(singles, kernels, groups=count)
        return shares.reshape(*planes.shape[:2], *shares.shape[2:])
