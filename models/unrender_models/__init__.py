"""The models behind Unrender: architecture, data, training, evaluation, export."""
