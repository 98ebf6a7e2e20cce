"""What is true: typed values, statements, the fold over them, chance, errors and file formats."""
