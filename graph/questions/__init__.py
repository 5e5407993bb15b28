"""What can be asked: one .cypher file per question, and the catalogue of them."""
