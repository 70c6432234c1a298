"""Languages of texts: which one a text is in, and the stems of its words. Offline: the model and the stemmers come with their packages."""
