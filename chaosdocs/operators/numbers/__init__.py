"""Numbers with unusual marks, signs or units."""
