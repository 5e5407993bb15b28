"""Names and addresses: what may be one thing under two names, put before a steward who decides."""
