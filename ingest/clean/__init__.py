"""One cell to one typed value; every refusal is a CellProblem that names the kind of fault, never the value."""
