"""Id types for the results of the analysis, one per node type, so that GraphQL can return the node instead of its id."""

from typing import NewType

DepartmentId = NewType("DepartmentId", str)
PersonId = NewType("PersonId", str)
ProjectId = NewType("ProjectId", str)
TopicId = NewType("TopicId", str)
LessonId = NewType("LessonId", str)
ReuseId = NewType("ReuseId", str)
RundownId = NewType("RundownId", str)
ConversationId = NewType("ConversationId", str)
TaskId = NewType("TaskId", str)
GroupId = NewType("GroupId", str)
"""Identifies a group (organisation/groups.py), which is not a node: GraphQL returns the id itself."""
