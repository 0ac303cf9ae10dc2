"""The router: a small network that tells the kind of a picture or of a crop, or that it does not know."""
