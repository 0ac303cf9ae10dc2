"""The family's proof: tiny random configurations of the reference implementations, converted, and what they answer."""
