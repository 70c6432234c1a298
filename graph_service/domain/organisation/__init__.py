"""Departments and people, and what holds for a period: memberships, parent departments, and the departments of lessons and reuses."""
