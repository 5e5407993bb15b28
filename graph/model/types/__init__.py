"""One module per family of node types or ties; found by walking this folder."""
