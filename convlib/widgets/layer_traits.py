"""Layers as the browser has them, plain JSON, and the trait that holds them."""

from typing import Any

from ..layers import Branches, Conv, Layer, Pool, Transposed, as_layers
from .traits import Argument

MOST_LAYERS = 64  # rows of one picture; ResNet-152 has 52
KINDS = {"conv": Conv, "pool": Pool, "transposed": Transposed}
# What the layers of a kind have beside a window: the name here, and the one that the browser has.
OWN = {"conv": {}, "pool": {"ceil_mode": "ceil"}, "transposed": {"output_padding": "added"}}


class Layers(Argument):
    """A tuple of layers, given as such or as plain JSON, which knows no channels and no joins."""

    def read(self, value: Any) -> tuple[Layer, ...]:
        """Return layers from the image up."""
        try:
            layers = as_layers(map(layer_of, value) if _is_json(value) else value, self.name)
        except KeyError as missing:
            raise ValueError(f"{self.name}={value!r} has a layer without {missing}") from None
        if not 1 <= len(layers) <= MOST_LAYERS:
            raise ValueError(
                f"{self.name} holds {len(layers)} layers: a picture has from 1 to {MOST_LAYERS}"
            )
        return layers


def _is_json(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)


def layer_of(told: dict[str, Any]) -> Layer:
    """Read one layer from JSON."""
    kind = told.get("kind")
    if kind == "branches":
        return Branches(*([*map(layer_of, path)] for path in told["paths"]))
    if kind not in KINDS:
        raise ValueError(f"kind={kind!r} must be one of {', '.join([*KINDS, 'branches'])}")
    own = {name: told[theirs] for name, theirs in OWN[kind].items() if theirs in told}
    moves = {name: told[name] for name in ("stride", "padding", "dilation")}
    return KINDS[kind](told["kernel"], **moves, **own)


def layer_json(layer: Layer) -> dict[str, Any]:
    """Return one layer as JSON, as static/layers/scene.js has it."""
    if isinstance(layer, Branches):
        return {"kind": "branches", "paths": [[*map(layer_json, path)] for path in layer.paths]}
    kind = next(name for name, made in KINDS.items() if isinstance(layer, made))
    told = {"kind": kind, "kernel": [*layer.kernel_size]}
    told |= {"stride": [*layer.stride], "dilation": [*layer.dilation]}
    sides = layer.padding
    told["padding"] = sides if isinstance(sides, str) else [[*pair] for pair in sides]
    own = {theirs: getattr(layer, name) for name, theirs in OWN[kind].items()}
    return told | {name: [*v] if isinstance(v, tuple) else v for name, v in own.items()}


def layers_json(value: tuple[Layer, ...], widget: Any) -> list[dict[str, Any]]:
    """Return layers as the browser gets them."""
    return [*map(layer_json, value)]
