"""Whether a text is drawn where a statement says: letters drawn again, laid over the page."""
