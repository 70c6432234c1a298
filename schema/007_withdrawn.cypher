// The number of withdrawn reuses, which is subtracted from the number of all reuses.
CREATE INDEX reuse_withdrawn FOR (n:Reuse) ON (n.withdrawnOn);
