"""Schemas that change from client to client and version to version."""
