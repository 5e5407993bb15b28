"""Long work: jobs that the service does in threads of their own, kept in the data folder until they are read."""
