"""The user's own records: files, models and schemas in; facts and rules out."""
