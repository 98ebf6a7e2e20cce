"""How shown texts are read by the proof: numbers, dates, spaces, forms of a value."""
