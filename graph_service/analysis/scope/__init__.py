"""Which events and lessons a question is about: windows, periods and filters."""
