"""What every layer may use: errors, named chance, digests, atomic files, processes, fonts."""
