"""The example plugin is a package of its own: its tests run where it is installed."""

collect_ignore = ["plugin_package"]
