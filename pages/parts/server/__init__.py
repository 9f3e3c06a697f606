"""What surrounds the pages: the HTML document, compression, the warm-up, the first start, what is told of errors."""
