"""Which names are one zone: how names are read, what people decided, and what follows from both."""
