"""What may leave: roles, and the columns that each may read."""
