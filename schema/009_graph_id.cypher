// The id of this graph, which tells another graph from a server of a cluster that is behind. The first write sets it in a graph without one.
MATCH (sequence:Sequence {name: 'activity'})
SET sequence.locked = true
WITH sequence WHERE sequence.graph IS NULL
SET sequence.graph = randomUUID();
