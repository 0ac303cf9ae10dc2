"""Pictures of code, terminals and prose with their exact text: what models/evaluation/code is made of."""
