"""PDF: from a flow to pages, from pages to a file."""
