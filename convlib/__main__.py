"""What convlib does from a shell: ``python -m convlib animate --help``."""

import argparse
import re
import sys
from pathlib import Path

import numpy as np

from .arguments import PADDING_MODES
from .examples import address
from .figures.animate import save_animation
from .figures.limits import MAX_CELLS
from .widgets.alive import save_script

SLIDE = (1920, 1080)
EXAMPLES = """examples:
  python -m convlib animate stride.gif --image 5x5 --kernel 3x3 --stride 2
  python -m convlib animate same.mp4 --image "1 2 3; 4 5 6" --kernel "1 -1" --padding same --slide
"""


def matrix(text):
    """Read an image or a kernel: its size, such as 5x6, or its rows, such as "1 2; 3 4"."""
    size = re.fullmatch(r"(\d+)[x×](\d+)", text.strip())
    if size:  # digits that differ from cell to cell, so that each can be found again
        rows, cols = int(size[1]), int(size[2])
        if max(rows, cols) > MAX_CELLS:
            raise argparse.ArgumentTypeError(f"{text!r} is more than {MAX_CELLS}x{MAX_CELLS}")
        return address(rows, cols) % 10
    try:
        return np.array([[float(n) for n in row.split()] for row in text.split(";")])
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is neither 5x6 nor rows of numbers") from None


def padding(text):
    """Read a padding: a name, or numbers of cells."""
    numbers = [int(n) for n in text.split(",")] if text[:1].isdigit() else text
    match numbers:
        case [both]:
            return both
        case [top, bottom, left, right]:
            return (top, bottom), (left, right)
        case str():
            return numbers
    return tuple(numbers)


def pair(text):
    """Read a stride or a dilation: one number, or rows,columns."""
    numbers = tuple(int(n) for n in text.split(","))
    return numbers[0] if len(numbers) == 1 else numbers


def parser():
    """Return what reads the command line."""
    whole = argparse.ArgumentParser(prog="python -m convlib", description=__doc__)
    commands = whole.add_subparsers(dest="command", required=True)
    _add_animate(commands)
    script = commands.add_parser("script", help="write the script that makes pages live")
    script.add_argument("path", type=Path, help="ends in .js")
    return whole


def _add_animate(commands):
    animate = commands.add_parser(
        "animate",
        help="save a GIF or an MP4 in which a kernel steps over an image",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = animate.add_argument
    add("path", help="ends in .gif, or in .mp4 (needs the video extra)")
    add("--image", type=matrix, default="5x5", help='5x6, or "1 2; 3 4"')
    add("--kernel", type=matrix, default="3x3", help='3x3, or "1 0; 0 -1"')
    add("--stride", type=pair, default=1, help="2, or rows,columns")
    add("--dilation", type=pair, default=1, help="2, or rows,columns")
    sides = "1, rows,columns, top,bottom,left,right, or same"
    add("--padding", type=padding, default=0, help=sides)
    add("--padding-mode", choices=PADDING_MODES, default="zeros")
    add("--flip-kernel", action="store_true", help="turn the kernel by 180°")
    add("--fill-in", action="store_true", help="show each result when it comes")
    add("--seconds", type=float, default=0.5, help="time of a frame")
    add("--hold", type=float, default=2.0, help="time of the last frame")
    slide = {"dest": "size", "action": "store_const", "const": SLIDE}
    add("--slide", **slide, help="1920×1080 pixels")


def main(arguments=None):
    """Do what a command line asks for; what cannot work ends with its reason."""
    asked = vars(parser().parse_args(arguments))
    command = {"animate": save_animation, "script": save_script}[asked.pop("command")]
    try:
        command(**asked)
    except (ValueError, TypeError, ImportError, OSError) as error:
        sys.exit(f"python -m convlib: {error}")


if __name__ == "__main__":
    main()
