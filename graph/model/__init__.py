"""What can be said: node and tie types, identifiers, time, statements. Opens no database."""
