"""Where it is kept: engine, ledger, fold, projection. The only package that imports a driver."""
