"""Plan a load, show what it would do, commit it."""
