"""Published cases: one ``<case>.toml`` each, its declaration and reader, and what it says as rows of the ledger."""
