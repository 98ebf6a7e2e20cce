"""Where records come from: synthetic domains, and the user's own records."""
