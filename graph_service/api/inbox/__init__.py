"""The inbox as root fields."""
