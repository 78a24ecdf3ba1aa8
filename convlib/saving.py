"""Files that appear when all of them is written, and not before."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from .engine import slices
from .engine.pieces import length


@contextmanager
def written_whole(path: str | os.PathLike) -> Iterator[Path]:
    """Give a name to write to; what is written there comes to its path when it is whole.

    Parameters
    ----------
    path : str or path-like
        Of a file, or of a folder, such as a zarr array, that does not exist yet.

    Yields
    ------
    Path
        A free name in a new folder beside it, on the same disk.

    Raises
    ------
    FileExistsError
        If a folder is there already: unlike a file, it cannot be replaced in one move.

    Notes
    -----
    If the block raises, all that it has written is removed, and what was at the path before
    stays. If the whole process is killed, a folder stays behind whose name has ".part-" in it.

    Examples
    --------
    >>> folder = TemporaryDirectory()
    >>> with written_whole(f"{folder.name}/sum.txt") as part:
    ...     print(part.write_text("1 + 1 = 2"), os.path.exists(f"{folder.name}/sum.txt"))
    9 False
    >>> os.listdir(folder.name)
    ['sum.txt']
    >>> folder.cleanup()
    """
    path = Path(path)
    if path.is_dir():
        raise FileExistsError(f"{path} is a folder that exists: remove it, or give another path")
    with TemporaryDirectory(dir=path.parent, prefix=f"{path.name}.part-") as folder:
        part = Path(folder) / path.name
        yield part
        os.replace(part, path)


def take_room(path: Path, start: int, size: int) -> None:
    """Take a file's room on the disk now: where mapped memory finds none, the process dies."""
    with open(path, "r+b") as file:
        if size and hasattr(os, "posix_fallocate"):  # which refuses to take none
            os.posix_fallocate(file.fileno(), start, size)
        else:
            file.seek(start)
            for part in slices(size, 2**20):
                file.write(bytes(length(part)))
