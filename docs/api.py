"""One page for each public name, written by Sphinx from its docstring."""

import inspect

import convlib

# What stands above the names of a room, a folder or file of convlib, in the order of a reader.
ROOMS = {
    "conv": "Convolution",
    "transpose": "Transposed convolution",
    "gradients": "Gradients",
    "pooling": "Pooling",
    "matrix": "As a matrix",
    "geometry": "Sizes",
    "layers": "Layers",
    "filters": "Kernels",
    "photos": "Photos",
    "figures": "Figures and animations",
    "widgets": "Explorers",
    "check": "Checks for exercises",
}


def stage_api(source):
    """Put a page for each public name, and their contents, into the folder that Sphinx reads."""
    folder = source / "api"
    folder.mkdir(parents=True)
    for name in convlib.__all__:
        (folder / f"{name}.rst").write_text(page(name))
    (folder / "index.rst").write_text(contents())


def page(name):
    """Page of one public name, in reStructuredText."""
    value = getattr(convlib, name)
    title = f"{name}\n{'=' * len(name)}\n\n"
    if inspect.isclass(value):
        return f"{title}.. autoclass:: convlib.{name}\n   :members:\n"
    if callable(value):
        return f"{title}.. autofunction:: convlib.{name}\n"
    shown = "\n".join(f"   {line}" for line in _shown(value))
    return f"{title}.. code-block:: python\n\n{shown}\n"


def _shown(value):
    """Lines that show a constant: a mapping by its keys."""
    if hasattr(value, "items"):
        return [f"{key!r}: {item!r}".replace("\n", "\n   ") for key, item in value.items()]
    return [repr(value)]


def contents():
    """Page that leads to all others, by rooms."""
    rooms = {}
    for name in sorted(convlib.__all__, key=str.lower):
        rooms.setdefault(_room(name), []).append(name)
    order = [*ROOMS, *sorted(rooms.keys() - ROOMS.keys())]
    parts = [_part(room, rooms[room]) for room in order if room in rooms]
    return "API\n===\n\nAll public names; ``from convlib import …`` gives each.\n\n" + "\n".join(
        parts
    )


def _part(room, names):
    title = ROOMS.get(room, room.capitalize())
    entries = "\n".join(f"   {name}" for name in names)
    return f"{title}\n{'-' * len(title)}\n\n.. toctree::\n   :maxdepth: 1\n\n{entries}\n"


def _room(name):
    """Folder or file below convlib in which a public name is defined."""
    value = getattr(convlib, name)
    module = getattr(value, "__module__", None) or ""
    if not module.startswith("convlib."):
        module = f"convlib.{convlib._LAZY.get(name, 'conv')}"
    room = module.split(".")[1]
    return {"stacks": "layers", "fields": "layers", "costs": "layers"}.get(room, room)
