"""From files of answers to judged fields: one outcome for every asked field of every case."""
