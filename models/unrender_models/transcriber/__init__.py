"""Readers that spell what they see: a picture of one formula (later: of other notations) to tokens of a closed vocabulary.

Siblings of the diagram reader: the same stem and trunk blocks, GATED XATTN-DENSE before every block of a causal decoder. There is no text to point at (a general
text reader misreads mathematics), so there are no regions and no resampler: the decoder attends to the features themselves, because every glyph counts.
"""
