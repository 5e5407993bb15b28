"""What follows from facts: pure functions of frames and arrays. Opens no database."""
