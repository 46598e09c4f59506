"""Reading articles: text, HTML and JSON Lines files into `Article`s."""
