"""Metrics under which the field publishes, for comparison with other people's tables.

They are reported and never gated: each forgives faults that this project is about. ANLS* gives 0.86
to an amount with one wrong digit, CORD's F1 does not see that two rows swapped their quantities,
SQuAD's normaliser drops decimal points. Each module says what its metric overlooks.
"""
