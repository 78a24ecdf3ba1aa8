"""Each misconception by name, and what a learner is told about it."""

SENTENCES = {
    # Sizes, windows and taps
    "missing + 1": "the + 1 is missing: the kernel makes that many steps, and stands once before "
    "the first.",
    "+ 1 divided too": "the + 1 comes after the division: the steps are divided, not the start.",
    "+ 1 twice": "1 was added twice, before the division and after it.",
    "− 1 for + 1": "1 was taken away where it has to be added.",
    "no floor": "a part of a step is no step: round down (the floor, ⌊ ⌋).",
    "rounded up": "it was rounded up. A part of a step is no step: the window would stick out.",
    "k instead of k̂": "k stands where k̂ belongs: gaps make the kernel span more, k̂ = d·(k − 1) "
    "+ 1.",
    "dilation from 0": "the dilation was counted from 0; here 1 means no gap.",
    "dilation left out": "the dilation was left out: with it the taps stand d cells apart.",
    "padding on one side": "the padding was added on one side only; it goes on both.",
    "padding as the total": "the padding was shared between the two sides; here each side gets all "
    "of it.",
    "padding left out": "the padding was left out.",
    "stride + 1": "a stride of s moves on by s cells, not by s + 1.",
    "stride left out": "the stride was left out: the kernel moves on by s cells, not by 1.",
    "stride and dilation left out": "stride and dilation were left out: the kernel moves on by 1, "
    "and its taps stand side by side.",
    "stride missing in the start": "there are as many windows as there should be, but each begins "
    "only one cell after the last: position times stride is where a window begins.",
    "stride missing in the bound": "the loops visit too many positions: the distance the "
    "kernel can move has to be divided by the stride.",
    "stride in the result's place": "the results stand apart, with zeros between: a result belongs "
    "to its position (row, col), not to where its window begins.",
    "position stepped by the stride": "the loops count the positions in steps of s: count them one "
    "by one, and multiply by s where the window begins.",
    "kernel left out of the size": "the kernel's own size was left out: it has to fit in whole.",
    "size of the image": "that is the size of the image itself; the kernel has to fit in whole.",
    "size of the kernel": "that is the size of the kernel itself; asked is how many positions it "
    "has.",
    "odd cell first": "the odd cell was put before; it goes after, at the bottom and at the right.",
    "rows and columns swapped": "rows and columns are swapped. The order is always (rows, "
    "columns).",
    "one number for both axes": "one number of a pair was used for both axes: the first is for the "
    "rows, the second for the columns.",
    "first cell left out": "d·(k − 1) is the distance from the first tap to the last; the cells at "
    "both ends count, so add 1.",
    "whole span": "those are all the cells of the span; with gaps the taps meet only some of them.",
    "gap after the last tap": "gaps lie between the taps, and there is none after the last: k̂ = "
    "d·(k − 1) + 1, not d·k.",
    "counted from 1": "places are counted from 0, not from 1.",
    "counted in the padded image": "that counts from the corner of the padded image. Cells are "
    "counted from the image's own corner, so padding is negative or past the end.",
    "window instead of positions": "those are the cells in the window of that position; asked were "
    "the positions whose windows hold the cell.",
    # The kernel and the sum
    "flipped kernel": "that is what comes out with the kernel turned by 180° (flipped); here it is "
    "laid down as it is, weight (0, 0) on the window's top left cell.",
    "kernel not flipped": "the kernel was not flipped: turn it by 180° first.",
    "flipped along one axis": "the kernel is mirrored: its rows are in reverse order, or its "
    "columns, but not both.",
    "transposed kernel": "the kernel is transposed: its rows have become its columns. i counts its "
    "rows, j its columns.",
    "quarter turn": "the kernel is turned by 90°; half a turn is wanted.",
    "map flipped": "your feature map is turned by 180°. That comes of flipping the image instead "
    "of the kernel.",
    "weights ignored": "that is the sum of the image cells in the window. Multiply each by its "
    "weight first.",
    "signs ignored": "the minus signs of the weights were lost.",
    "signs lost": "the minus signs of the sums were lost: a sum may be negative.",
    "sums clipped": "sums below 0, or above 255, were cut off; a feature map keeps them.",
    "product missing": "one product is missing.",
    "padding mode": "that is another padding mode.",
    # Loops
    "nothing added up": "every cell is 0: nothing is added up yet.",
    "position missing": "the first or the last row or column of positions stays 0: where do the "
    "outer loops begin and end?",
    "one position only": "the feature map has 1 row and 1 column whatever the image: work both out "
    "from the sizes.",
    "sizes fixed": "the sizes are fixed: take them from image.shape and kernel.shape.",
    "position left out": "every position looks at the same window: row and col are missing from "
    "the place in the image.",
    "taps side by side": "there are as many positions as there should be, but the taps still stand "
    "side by side: from one to the next it is d cells.",
    "taps left out": "all weights meet the same image cell: i and j are missing from the place in "
    "the image.",
    "result in the kernel's place": "the sum is written to feature_map[i, j]; it belongs to the "
    "position, feature_map[row, col].",
    "last product only": "only the last product is left: add each one to the sum (+= instead of "
    "=).",
    "last tap missing": "the kernel's last row or column is left out: range(k) ends with k − 1 by "
    "itself.",
    "running total": "the sum goes on from one position to the next: start each one at 0.",
    "returned too early": "only the beginning is filled in: does return stand inside a loop?",
    "mean instead of sum": "the sum was divided by the number of weights; a convolution only adds.",
    "matrix product": "@ is the matrix product; here cells are multiplied one by one, with *.",
    "square assumed": "rows and columns need not be equally many: shape[0] counts rows, shape[1] "
    "columns, for the image and for the kernel.",
    "fractions cut off": "fractions were cut off: make the feature map hold floats, as np.zeros "
    "does by itself.",
    "too small a dtype": "some numbers do not fit: an array of int8, uint8 or int16 holds few of "
    "them and starts again at its other end. Let the feature map hold floats, as np.zeros does by "
    "itself.",
    "digits lost": "digits were lost: float16 keeps only three. Let the feature map hold floats as "
    "np.zeros makes them.",
    "padded by itself": "nobody asked for this padding: without it the feature map is smaller than "
    "the image.",
    "border left 0": "the feature map is as large as the image, and its border stays 0: it has one "
    "cell for each position and no others.",
    "padded image not used": "the padding counts in the size, but the windows look at the image "
    "without it.",
    "padding counted twice": "the padding was counted twice in the size: the shape of the padded "
    "image has it already.",
    "pairs of sides": "each axis needs a pair of its own: ((top, bottom), (left, right)).",
    "padding doubled": "the padding is twice what it should be on a side.",
    "index out of bounds": "an index leaves its array: the image, the kernel or the feature map. "
    "row and i count rows, col and j columns, and each has to end in time.",
    # Functions
    "input changed": "the result is right, but your function changes the image or the kernel it is "
    "given: work on a copy.",
    "no return": "your function returned None: is return missing?",
    "more than the map": "your function returns more than the feature map: return it alone.",
    "other arguments": "your function takes other arguments.",
    "result instead of function": "hand in the function itself, without calling it: no parentheses "
    "after its name.",
    # Padding "same"
    "same on both sides": "padding is added on both sides, so the total has to be shared between "
    "them.",
    "unevenly shared": "the size is right, but the cells are not shared evenly: both sides get the "
    "same, and only an odd cell goes after.",
    "half a cell": "a cell cannot be halved: where the total is odd, the odd cell goes after.",
    # Photos
    "wrapped around": "sums wrapped around: 256 became 0. Clip to 0 and 255 before you convert.",
    "cut instead of rounded": "fractions were cut off: round with np.rint before you convert.",
    "not rounded": "pixels are whole numbers: round with np.rint.",
    "nothing filtered": "that is the photo as it was.",
    "not clipped": "sums below 0 or above 255 are left: clip them.",
    "rescaled": "everything was rescaled. A sum that fits must stay as it is: clip the others.",
    "colours mixed": "the colours are mixed: filter red, green and blue each by itself.",
    "border lost": "the border is lost: pad the photo, so that the result keeps its size.",
    "weights do not sum to 1": "the weights do not sum to 1.",
    "integer division": "every weight is 0, so the photo turns black. (1 // 25 is 0; 1 / 25 is "
    "not.)",
    "one pixel copied": "only one weight is not 0, so nothing is mixed: one pixel is copied.",
    "chessboard kept": "the weights sum to 1, but too much of the chessboard comes through.",
    "square root left out": "on its diagonal np.outer(w, w) holds w squared: take the square root.",
    # Channels
    "channels not added up": "the channels' shares stand side by side: an output is their sum, and "
    "has one map.",
    "mean over channels": "the channels' shares were averaged; they are added up.",
    "first channel only": "that is the first channel's share: all that an output reads add theirs.",
    "last channel only": "only the last channel's share is left: add each one to the sum.",
    "channels multiplied": "the channels' shares were multiplied with each other; they are added "
    "up.",
    "outputs added up": "all outputs were added up to one map: each keeps its own.",
    "added up over outputs": "the sum runs over the outputs; it has to run over the channels.",
    "one kernel for all channels": "the same small kernel was laid on every channel: each has its "
    "own.",
    "channels in reverse": "the small kernels were laid on the channels in reverse order.",
    "first output's kernels": "every output was made by the kernels of the first: each has a row "
    "of the table of its own.",
    "flipped over channels": "the kernel is turned, and its channels run backwards: lay it down as "
    "it is.",
    "outputs and channels swapped": "outputs and channels are swapped: the first axis of the "
    "kernel counts outputs, the second the channels that each reads.",
    "bias left out": "the bias was left out: each output adds one number to all of its sums.",
    "bias for each channel": "the bias was added once for each channel: it is added once to the "
    "whole sum.",
    "one bias for all outputs": "all outputs got the bias of the first: each has its own.",
    "bias along the columns": "the bias was added along the columns: it belongs to the outputs, "
    "the first axis. bias[:, None, None] stands along it.",
    "first group only": "all outputs read the channels of the first group: each group has its own.",
    "channels dealt out in turn": "the channels were dealt out to the groups in turn; a group "
    "gets neighbours.",
    "outputs dealt out in turn": "the outputs were dealt out to the groups in turn; a group gets "
    "neighbours.",
    "groups in reverse": "the outputs read the groups in reverse order: the first outputs read the "
    "first channels.",
    "groups left out": "the groups were left out: an output reads the channels of its own group "
    "only.",
    "outputs divided too": "the outputs were divided by the groups, too: all of them are made, "
    "each from fewer channels.",
    "outputs divided instead": "the outputs were divided by the groups; it is the channels each "
    "output reads that become fewer.",
    "groups as an axis": "the groups are no axis of their own: their outputs stand one after "
    "another on the first.",
    "kernel's axes last": "outputs and channels come first, the rows and columns of the small "
    "kernels last.",
    "groups multiplied": "groups leave kernels out: divide by their number, do not multiply.",
    "one bias for the layer": "there is one bias for each output, not one for all.",
    "bias for each kernel": "there is one bias for each output, not for each small kernel.",
    "bias for each position": "one bias serves all positions of an output.",
    "channels left out": "the channels were left out: an output has a small kernel for each one "
    "that it reads.",
    "outputs left out": "the outputs were left out: each has small kernels of its own.",
    "k for k·k": "a small kernel has rows and columns: k·k weights, not k.",
    "weights for each position": "the same weights serve all positions: they are learned once.",
    "positions of the image": "those are the positions of the image; a sum is made for each of the "
    "output's.",
    "multiply-add as two": "each multiply-add was counted as two: here a multiplication and its "
    "addition are one.",
    "bias as a multiply-add": "the biases were counted; nothing is multiplied for them.",
    "one axis only": "positions were counted along one axis only: there are rows times columns.",
    "weights only": "those are the weights: each is used at every position.",
    "channels never meet": "some outputs do not see every channel: groups do not mix what is in "
    "different ones.",
    "one pixel only": "each output sees too few pixels.",
    "not lighter": "that costs too much: count each layer's multiply-adds.",
    # Matrices, and what makes them fast
    "window a column": "here every window is a row; that has a window in each column.",
    "row for each image cell": "a row belongs to a position of the kernel, and there are fewer "
    "positions than image cells.",
    "window not flattened": "each window becomes one row of numbers: its own rows stand one after "
    "the other.",
    "positions not listed": "the positions become one list, row after row: how many are there in "
    "all?",
    "window by columns": "the numbers of a window are written row by row, not column by column.",
    "positions by columns": "the windows are listed row by row, not column by column.",
    "weights one after another": "the weights stand side by side. The window's next row lies in "
    "the image's next row, and that begins a whole image row later.",
    "shifted by the row's number": "the weights begin at the row's own number. They belong where "
    "the window of this position begins in the image.",
    "square kernels only": "it is right for square kernels only. Try it on paper with 2 rows and 3 "
    "columns: where does it put each number of a window?",
    "ends cut off": "what does not fit on the ring is not lost: it goes on at the beginning, and "
    "is added to what stands there.",
    "ends left over": "that is the whole convolution. The ring has fewer places: the end comes to "
    "lie on the beginning.",
    "wrapped onto the end": "the end goes on at the beginning of the ring, and is added there, not "
    "at the end.",
    "whole windows only": "those are only the sums for which the kernel lies wholly on the other "
    "row; the convolution has more.",
    "another ring": "that is a ring with as many places as the longer row has numbers.",
    # Receptive fields
    "kernels added up": "the kernels were added up. The first tap of a kernel adds nothing: start "
    "with 1 cell, and add k − 1 steps for each layer.",
    "kernels multiplied": "the kernels were multiplied. Each layer adds to the field: it does not "
    "multiply it.",
    "strides left out of the field": "the strides were left out: above a stride of 2, one step is "
    "two cells of the image.",
    "own stride counted": "a layer's own stride was counted for itself. It only spreads the layers "
    "above: the jump grows last.",
    "only the stride before": "only the stride of the layer before was counted. The jump is the "
    "product of all strides below.",
    "k for k − 1": "k stands where k − 1 belongs: k taps have k − 1 steps between them.",
    "dilation left out of the field": "the dilation was left out: from tap to tap it is d steps.",
    "k·d for the spread": "from the first tap to the last it is d·(k − 1) steps, not d·k − 1.",
    "dilation as a stride": "the dilation was taken for a stride. It spreads its own taps, and "
    "leaves the jump of the layers above as it is.",
    "from the output down": "the layers were taken in the other order. Going up, begin with the "
    "layer that lies on the image.",
    "padding taken off the field": "the padding was taken off the size. It moves the field, and "
    "does not make it smaller.",
    "paddings added up": "the paddings were added up as they are. Each counts in steps of the map "
    "that it pads: multiply it by the jump there.",
    "dilation left out of the start": "the dilation was left out of the middle: from there the "
    "taps of a layer reach d·(k − 1)/2 steps to each side, not (k − 1)/2.",
    "half the field": "that is half the field, as if output 0 looked at the image's first cell. "
    "Take the padding that there is.",
    "cut at 0": "the start may lie outside the image: padding has negative numbers.",
    "sign forgotten": "padding lies before the image's first cell: mind the sign.",
    "half the padding": "p is the padding on one side already: do not halve it.",
    "padding counted as cells": "cells before 0 or past the end are padding; asked were those of "
    "the image.",
    "start left out": "the start was left out: output 0 need not begin at cell 0.",
    "jump left out": "the jump was left out: from one output to the next it is jump cells, not 1.",
    "one cell too many": "one cell too many at the end: a field of r cells ends r − 1 after its "
    "first.",
    "centred on the jump": "that takes the image cell output·jump for the middle of the field. "
    "Count from the start instead.",
    "whole field": "those are all cells of the field. A cell counts only if some path ends on it.",
    "one axis of the field": "that counts one axis; the field has rows and columns.",
    "used times spanned": "on one axis only the cells with a path were counted, on the other all.",
    "one layer's weights": "those are the weights of one layer; the field is that of all layers "
    "together.",
    "weights added up": "those are the weights of all layers; several paths may end on one cell.",
    "paths instead of cells": "those are the paths; several of them end on the same cell.",
    "dilations with a common factor": "all dilations share a factor, so all taps fall on the same "
    "cells of a grid, and those in between are never met.",
    # Backwards, and learning
    "added cell first": "the added cell was put first; output padding adds it at the end, after "
    "all others.",
    "added cell left 0": "the added cell was left 0. It stands where padding had cut, and what the "
    "stamps brought there comes back.",
    "added cell left out": "output padding was left out: it adds a cell at the end.",
    "padding adds cells": "padding was added. Going back, it takes cells off: those that the "
    "convolution had to add.",
    "cut on one side": "cells were cut off on one side only; padding cuts both.",
    "zeros in place of a cut": "the cells were made 0; padding cuts them off, and the row gets "
    "shorter.",
    "stamps overwrite": "where stamps meet, the later one has replaced the earlier. Add them up.",
    "first stamp stays": "where stamps meet, only the earlier one is left. Add them up.",
    "stamps averaged": "where stamps meet, their mean was taken. Add them up.",
    "stamp turned": "the kernel is turned the wrong way round. A stamp is put down as it is; only "
    "a window that collects the same sums has the kernel turned.",
    "stamps side by side": "the stride was left out: each stamp begins s cells after the last.",
    "one gap too many": "each stamp begins s cells after the last, not s + 1.",
    "gradient not spread": "the stride was left out: in the map's gradient two neighbours are s "
    "cells of the image apart.",
    "gradient repeated": "the map's gradient was repeated to fill the gaps; what stands in them is "
    "0.",
    "gradient left out": "the gradient that comes in was left out: multiply by it.",
    "valid, not full": "only the cells in the middle are there: those at the ends enter a sum, "
    "too.",
    "weights' gradients reversed": "the numbers are right, in the wrong order: weight 0 met the "
    "first cells of the windows.",
    "windows spread, gradient not": "the kernel's cells are neighbours: it is the gradients that "
    "stand s cells apart.",
    "more weights than there are": "that is more numbers than there are weights.",
    "uphill": "that goes uphill: a gradient says where the error grows, so take it away.",
    "rate left out": "the rate was left out: multiply the gradient by it first.",
    "step instead of kernel": "that is the step alone: add it to the kernel.",
    "size of the step": "that is how far to go: take it away from the kernel.",
    "gradient as the kernel": "that is the gradient; take a part of it away from the kernel.",
    "nothing learned": "all its weights are 0: nothing was learned.",
    "ran away": "it has run away: each step made the error larger. Is the rate small enough, and "
    "does each step go downhill?",
    "learned kernel flipped": "it does what the kernel turned by 180° does.",
    "examples that cannot tell": "it is right on images of bars, and on no others: in bars all "
    "cells of a line are alike, so they cannot tell the weights apart. Show it richer images.",
    "stopped too early": "it is on its way, but not there: more steps, a larger rate, or an "
    "image that tells more.",
    # Tiles
    "field as the halo": "that is all that one output sees. Its own cell is among them, and the "
    "cells after it, too.",
    "whole kernels as the halo": "the kernels were added up. Each layer adds what its kernel "
    "reaches beyond its middle.",
    "largest kernel halved": "that is the reach of the largest kernel alone. Layers on top of each "
    "other see further.",
    "layers counted": "the layers were counted. How far does the kernel of each reach?",
    "sign of the halo": "that is the first cell that output 0 sees. A halo is a number of cells: "
    "leave out the minus.",
    "halo of both sides": "that is both sides together; a halo is counted on one.",
    "halves of whole kernels": "half of all kernels was taken. The middle cell of each is no step "
    "outwards.",
    "paddings as the halo": "the paddings were added up. In an upper layer, a step is several "
    "cells of the image long: multiply by the jump.",
    "halves without the jump": "the halves of the kernels were added up. Above a stride, a step is "
    "several cells of the image long: multiply by the jump.",
    "half of the field": "that is half of the field. With these paddings an output does not stand "
    "in the middle of what it sees.",
    "jump as the halo": "that is the jump, how far it is from one output to the next.",
    "halo of the other side": "that is the halo after the tile. Before it, there are fewer.",
    "halo left out": "the halo was left out: neighbouring tiles read the cells between them twice.",
    "halo beyond the border": "beyond the image's border there is nothing to read.",
    "all tiles whole": "tiles at the end are smaller: the image stops there, and so does what is "
    "read.",
    "halo on one side": "a halo lies on both sides of a tile.",
    "read along one axis": "those are the cells along one axis. The image has two.",
    "reflect of NumPy": "that is what NumPy and PyTorch call reflect: the mirror stands on the "
    "last cell. SciPy puts it after that cell.",
    "edge repeated": "the end cell was repeated: SciPy calls that nearest.",
    "wrapped round the ends": "the row was wrapped round: SciPy calls that grid-wrap.",
    "zeros round the row": "zeros were put round the row: SciPy calls that constant.",
    "tile off the stride": "a tile starts between two positions of the kernel: then its kernel "
    "meets other cells than that of the whole row.",
    "cell made twice": "two tiles make the same sum, so it stands in the result twice.",
    "cells lost between tiles": "the sums whose windows reach from one tile into the next are "
    "lost: the tiles have to overlap further.",
}
