"""Reference data that the extractor and the graph share, read from ontology/*.ttl: places and metrics."""
