"""Why something is not printed: named, so that a person's paper goes to a list and never to the printer."""


class NotPrinted(Exception):
    """A document that was not made; nothing of it reached paper."""


class MissingGlyph(NotPrinted):
    """A character that the face it would be printed in does not hold, with any variation selector."""

    def __init__(self, character: str, face: str, place: str) -> None:
        codes = " ".join(f"U+{ord(one):04X}" for one in character)
        super().__init__(f"「{character}」({codes})は書体「{face}」にありません。場所: {place}")
        self.character = character
        self.face = face
        self.place = place


class MissingFace(NotPrinted):
    """A face that is not installed on this machine."""

    def __init__(self, face: str, package: str) -> None:
        super().__init__(f"書体「{face}」がありません。{package} を入れてください。")
        self.face = face
        self.package = package


class Misprint(NotPrinted):
    """The typesetter refused the document, or warned of anything at all."""
