"""Explorer: what every explorer is that the browser draws.

Its state is traits, checked here. The picture is drawn in the browser by an entry script in
static/, which works out all it shows, so that moving needs no round trip to Python. The two sides
talk through synced traits alone; those that every explorer has:

===========  =======  ======================================================
trait        set by   meaning
===========  =======  ======================================================
position     both     [row, col] of what is shown, in the map it moves over
presenter    both     whether it is shown in the size for the back row
_still_id    Python   id of the still picture, which the live one hides
_initial     Python   what *Reset* goes back to: traits and their values
===========  =======  ======================================================
"""

from os import PathLike
from pathlib import Path
from typing import Any, ClassVar

import anywidget
import numpy as np
import traitlets

from ..arguments import Pair as PairOfInts
from ..arguments import Position, as_position
from ..figures.canvas import Figure
from ..figures.publish import figure_bundle
from .bundle import bundle, bundle_style, live, standalone_page
from .still import WithStill
from .traits import Choice, Pair, refused_as_trait_error

# No echoes: one that arrives late would undo a change made in the browser since, a step lost.
SYNCED = {"sync": True, "echo_update": False}


class Explorer(WithStill, anywidget.AnyWidget):
    """Base of the explorers, each a class with an entry script of its own.

    A class names its entry, a script below static/ whose style sheet lies beside it, and its
    setting, the traits that have to fit together. In ``_first`` it names the traits that *Reset*
    brings back, in ``_kept_here`` those that only mean something while Python is there.

    What happens when a trait is set:

    1. The trait itself reads the value, or refuses it (traits.py).
    2. The whole setting is held together, and the position to its map. Where several traits are set
       together (by the constructor, hold_trait_notifications or a message from the browser), this
       waits for the last, and an error takes all back.
    3. The value is part of the state, and sent to the browser if it did not come from there.
    4. `_follow_setting` moves the position back onto the map.
    """

    _entry: ClassVar[str]
    _together: ClassVar[tuple[str, ...]]
    _first: ClassVar[tuple[str, ...]] = ("position",)
    _kept_here: ClassVar[tuple[str, ...]] = ()

    position = Pair((0, 0), 0).tag(**SYNCED)
    presenter = Choice(False, True).tag(**SYNCED)
    _still_id = traitlets.Unicode().tag(**SYNCED)
    _initial = traitlets.Dict().tag(**SYNCED)

    def __init_subclass__(
        cls, *, entry: str = "", setting: tuple[str, ...] = (), **options: Any
    ) -> None:
        if entry:  # none where anywidget gives a widget a class of its own
            cls._entry, cls._together = entry, setting
            cls._check_setting = traitlets.validate(*setting)(Explorer._hold_together)
            cls._esm = live(bundle, entry)
            cls._css = live(bundle_style, entry.replace(".js", ".css"))
        super().__init_subclass__(**options)

    def __init__(self, **traits: Any) -> None:
        if unknown := traits.keys() - self.trait_names():
            raise TypeError(f"{type(self).__name__} takes no argument {sorted(unknown)[0]!r}")
        super().__init__(**traits)
        self._initial = self.get_state(self._first)
        self.observe(self._follow_setting, self._together)

    def _read_setting(self, setting: dict[str, Any]) -> dict[str, Any]:
        """Return a setting as it is held, or raise the ValueError that says what does not fit."""
        raise NotImplementedError

    def _map(self) -> tuple[str, PairOfInts]:
        """Return name and size of the map that the position moves over."""
        raise NotImplementedError

    def figure(self) -> Figure:
        """Draw the current state: the picture that stands in where there is no Python."""
        raise NotImplementedError

    def _alt(self) -> str:
        """Return what the picture shows beside that which the repr tells, as a sentence."""
        raise NotImplementedError

    def _still(self) -> dict[str, str]:
        told = repr(self)
        return figure_bundle(self.figure(), alt=f"{told}. {self._alt()}", caption=told)

    def _setting(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self._together}

    def _hold_together(self, proposal: Any) -> Any:
        """Hold the whole setting together before any part of it changes."""
        name = proposal.trait.name
        with refused_as_trait_error():
            return self._read_setting(self._setting() | {name: proposal.value})[name]

    @traitlets.validate("position")
    def _check_position(self, proposal: Any) -> Position:
        with refused_as_trait_error():
            # traitlets may ask for the position before the setting that is set together with it.
            self._read_setting(self._setting())
            name, size = self._map()
            return as_position(proposal.value, size, "position", name)

    def _follow_setting(self, change: Any) -> None:
        """Keep the position on its map, which may just have become smaller."""
        _, size = self._map()
        self.position = np.minimum(self.position, np.subtract(size, 1))

    def _page(self) -> dict[str, Any]:
        """Return the entry script and the state with which it works where there is no Python."""
        of_any_widget = anywidget.AnyWidget.class_trait_names(sync=True)
        own = self.traits(sync=True).keys() - {*of_any_widget, "_esm", "_css", "_anywidget_id"}
        state = self.get_state(sorted(own - {"_still_id"}))
        return {"entry": self._entry, "state": state | dict.fromkeys(self._kept_here)}

    def save_html(self, path: str | PathLike[str], *, title: str = "2D convolution") -> None:
        """Write one page in which the whole explorer works without Python or a network.

        Parameters
        ----------
        path : str or path-like
            Some tens of kB of HTML; opens from disk, too. What needs Python, such as a learner's
            function, stays behind.
        title : str, optional
            Shown above the explorer and as the page's title.
        """
        Path(path).write_text(standalone_page(**self._page(), title=title), encoding="utf-8")
