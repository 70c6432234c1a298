"""Statistical tests and estimators; numpy only."""
