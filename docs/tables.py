"""What the real checks say about every answer in range, as tables that a page can look up.

A page cannot run Python. So each check is asked now about all answers that are likely, and the few
different sentences it has are kept with the answers they belong to. The browser's half, which finds
the sentence of an answer, is static/exercises.js.
"""

import re
from itertools import product

import numpy as np

SPAN = 40  # the largest number of a pair that is asked about
SHORT_SPAN = 12  # where nearly every pair has a sentence of its own
HALVES = 10  # the largest with a half, which are asked about, too
SINGLES = range(-100, 401)  # the single numbers
SIDES = 5  # the numbers of cells on each of four sides, from 0
MOST_MESSAGES = 300
ITEMS = {2: 12, 3: 6}  # the numbers in each item of a list: two, or three
FAR = (57, 59, 9973)  # numbers that no exercise is about


class Table:
    """Sentences, each once, and the answers that they belong to."""

    def __init__(self, ask):
        self._ask, self.messages, self._numbers = ask, [], {}

    def number(self, answer):
        """Number of the sentence that an answer gets."""
        known = repr(answer)
        if known not in self._numbers:
            self._numbers[known] = self._place(answer)
        return self._numbers[known]

    def _place(self, answer):
        message = with_blank(" ".join(self._ask(answer).split()), answer)
        if message not in self.messages:
            self.messages.append(message)
        return self.messages.index(message)

    def general(self, make):
        """Number of the sentence that answers beyond the table get: one that names no number."""
        numbers = {self.number(make(far)) for far in FAR}
        return numbers.pop() if len(numbers) == 1 else None


def with_blank(message, answer):
    """Sentence with {} in place of an answer of one number, where the sentence says it."""
    if isinstance(answer, (int, float)):
        return re.sub(rf"(?<![\d.,−-]){re.escape(str(answer))}(?![\d,]|\.\d)", "{}", message)
    return message


def key(numbers):
    """Text by which the browser finds an answer: its numbers."""
    return ",".join(repr(float(number) + 0).removesuffix(".0") for number in numbers)


# Numbers in a fixed order: one, a pair, the sides of a padding, rows and columns, a small map


def table_of_numbers(ask, solution, known=()):
    """Table of an exercise that is answered by so many numbers in a fixed order.

    Parameters
    ----------
    ask : callable
        The check: takes an answer, returns its sentence.
    solution : nested sequence of numbers
        The right answer, whose form all answers are put into.
    known : sequence of nested sequences, optional
        Answers to be asked about that the candidates may not hold.

    Returns
    -------
    dict
        As JSON: "messages", "answers" by their keys, "general", "counts" for answers of another
        number of numbers.
    """
    table, size = Table(ask), np.size(solution)
    general = table.general(lambda far: like(solution, [far] * size))
    answers = _asked(table, solution, known, SPAN)
    if len(table.messages) > MOST_MESSAGES:
        table = Table(ask)
        general = table.general(lambda far: like(solution, [far] * size))
        answers = _asked(table, solution, known, SHORT_SPAN)
    counts = {n: table.general(lambda far, n=n: [far] * n) for n in range(1, size + 12)}
    usual = counts | {size: general}
    return {
        "kind": "numbers",
        "count": size,
        "messages": table.messages,
        "answers": {k: n for k, n in answers.items() if n != usual.get(k.count(",") + 1)},
        "general": general,
        "counts": {n: number for n, number in counts.items() if n != size and number is not None},
    }


def _asked(table, solution, known, span):
    """Sentences of all candidates and of what is known, by key."""
    given = [like(solution, numbers) for numbers in candidates(solution, span)]
    if np.size(solution) in (2, 4):  # some checks take a pair, or one number, for equal sides
        given += [*range(span + 1), *map(list, product(range(SHORT_SPAN + 1), repeat=2))]
        given += [[[a, b], [c, d]] for a, b, c, d in product(range(SIDES), repeat=4)]
    return {key(np.ravel(one)): table.number(one) for one in (*given, *known, solution)}


def candidates(solution, span):
    """Yield the answers, as flat lists of numbers, that are worth asking about."""
    match np.size(solution):
        case 1:
            yield from ([n] for n in SINGLES)
        case 2:
            yield from product(range(span + 1), repeat=2)
            halves = [n / 2 for n in range(2 * HALVES + 1)]
            yield from product(halves, repeat=2)
        case 3:
            yield from product(range(SHORT_SPAN), repeat=3)
        case 4:
            yield from product(range(SIDES), repeat=4)
        case length if np.shape(solution)[0] == 2:
            steps = product(range(-2, 9), range(1, 4))
            lists = [[start + step * n for n in range(length // 2)] for start, step in steps]
            yield from (rows + cols for rows, cols in product(lists, repeat=2))


def like(solution, numbers):
    """Put flat numbers into the form of another answer."""
    shaped = np.reshape([int(n) if n == int(n) else n for n in numbers], np.shape(solution))
    return shaped.tolist()


# Lists of cells, or of settings, as many as the reader likes


def table_of_items(ask, solution):
    """Table of an exercise that is answered by a list of pairs, or of threes.

    The sentence is that of the first item which is wrong; where none is, how many there are counts.
    A few lists have a sentence of their own, because a known mistake gives them.

    Returns
    -------
    dict
        As JSON: "messages", "items" that are wrong by their keys, "counts" by how many are right,
        "lists" with a sentence of their own, "general", and whether the order counts.
    """
    table, size = Table(ask), len(solution[0])
    solution = [tuple(item) for item in solution]
    perfect, items = table.number(solution), {}
    right = set(solution)
    for item in product(range(ITEMS[size]), repeat=size):
        number = table.number([item, *solution])
        if item not in right and number != perfect:
            items[key(item)] = number
        else:
            right.add(item)
    counts = {n: table.number(solution[:n]) for n in range(1, len(solution) + 1)}
    made = {
        "kind": "items",
        "count": size,
        "below": ITEMS[size],
        "messages": table.messages,
        "items": items,
        "counts": counts,
        "general": table.general(lambda far: [(far,) * size, *solution]),
        "ordered": size == 3,
        "lists": {},
    }
    if size == 2:
        made["lists"] = _lists(table, made)
    return made


def _lists(table, made):
    """Blocks of cells whose sentence is another than that of their first wrong item."""
    ranges = [range(a, b) for a in range(6) for b in range(a + 1, 7)]
    found = {}
    for rows, cols in product(ranges, repeat=2):
        block = list(product(rows, cols))
        number = table.number(block)
        if number != look_up_items(made, block):
            found[";".join(map(key, sorted(block)))] = number
    return found


def look_up_items(made, items):
    """Number of the sentence that a table has for a list; the browser does the same."""
    if not made["ordered"]:
        items = sorted(items)
    own = made["lists"].get(";".join(map(key, sorted(items))))
    if own is not None:
        return own
    wrong = next((made["items"][key(item)] for item in items if key(item) in made["items"]), None)
    if wrong is not None:
        return wrong
    return made["counts"].get(min(len(set(items)), max(made["counts"])))
