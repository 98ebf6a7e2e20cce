"""The legibility meter of scans: what blur, noise, fax, stains and cuts left of every field."""
