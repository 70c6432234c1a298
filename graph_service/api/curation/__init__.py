"""The review of lessons as root fields."""
