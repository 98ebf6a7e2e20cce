"""The file formats: a pydantic model for every line and file that users and programs rely on."""
