"""Corrections by people: kept beside the articles, and put in the place of what the extractor read."""
