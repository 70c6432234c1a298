"""Ids in the answers of the analysis, typed by what they identify, so that GraphQL can return the node in place of its id."""

from typing import NewType

DepartmentId = NewType("DepartmentId", str)
PersonId = NewType("PersonId", str)
ProjectId = NewType("ProjectId", str)
TopicId = NewType("TopicId", str)
LessonId = NewType("LessonId", str)
ReuseId = NewType("ReuseId", str)
