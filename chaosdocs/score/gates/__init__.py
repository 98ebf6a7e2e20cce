"""Gates, known failures, JUnit: whether a build passes."""
