"""Every metric: what is counted over judged fields, how it rolls up, with its intervals."""
