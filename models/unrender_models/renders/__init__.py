"""Pictures from real renderers (Mermaid, Graphviz, PlantUML, HTML) with their truth, for training and evaluation."""
