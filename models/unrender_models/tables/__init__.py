"""Tables: pictures with their truth (painted and photographed), training samples, the development set."""
