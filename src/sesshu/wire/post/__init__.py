"""The envelope every paper travels in, from one system to another (house.md §3).

The header can be read on the way, the body only by the receiver. The sender's signature covers the header,
and through the hash the body, so nobody on the way can change, forge or renumber a paper.
"""

from sesshu.wire.post.envelope import Envelope, NotAnEnvelope, parse, render

__all__ = ["Envelope", "NotAnEnvelope", "parse", "render"]
