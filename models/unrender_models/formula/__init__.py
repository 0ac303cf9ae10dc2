"""Formulas: vocabulary, corpus, generator, renders and training samples. The language itself is specified by src/answer/formula."""
