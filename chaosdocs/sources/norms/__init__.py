"""The norms: questions whose right answer depends on a framework, a law or a policy."""
