"""Systems that export one kind of record only, one module each."""
