"""Reading articles: text, HTML, JSON Lines and WARC files, pages and feeds of the web into `Article`s.

::

    for entry in read_articles([Path("examples")]):
        if isinstance(entry, ReadProblem):
            print(entry)              # what could not be read, where, and what to do
        else:
            print(entry.id, entry.title, entry.published, len(entry.text))
"""

from __future__ import annotations

from kg.articles.files import ArticleFile
from kg.articles.model import Article, ReadProblem
from kg.articles.reading import EXTENSIONS, article_files, read_articles, read_file

__all__ = ["EXTENSIONS", "Article", "ArticleFile", "ReadProblem", "article_files", "read_articles", "read_file"]
