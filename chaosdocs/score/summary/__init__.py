"""The summary of a run, and its words: verdict, card, limits, reference readers."""
