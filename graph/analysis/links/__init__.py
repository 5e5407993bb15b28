"""What ties units and places: the six layers of co-building events, kept in one versioned table."""

from graph.analysis.links.layers import LAYERS, EventType, Layer, Layers, layers

__all__ = ["LAYERS", "EventType", "Layer", "Layers", "layers"]
