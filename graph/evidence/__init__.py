"""Facts from the graph as frames, as the analyses want them."""
