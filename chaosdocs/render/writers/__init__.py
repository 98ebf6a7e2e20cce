"""Writers: what makes the file of each medium, registered under the medium's name."""
