"""Statistics that know no corpus: intervals, differences, calibration of confidences."""
