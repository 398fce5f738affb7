"""The characters of bank files: figures, capitals, half-width kana and a few signs."""

import unicodedata

SIGNS = " ()-./"
LARGE = str.maketrans("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ")
HYPHENS = str.maketrans(dict.fromkeys("ー－‐‑–—―−ｰ", "-"))  # signs people type for one
MARKS = {"\u3099": "ﾞ", "\u309a": "ﾟ"}
HIRAGANA, KATAKANA = "ぁ", "ァ"
HALF = {unicodedata.normalize("NFKC", half): half for half in map(chr, range(0xFF66, 0xFF9E))}


class NotInBankCharacters(ValueError):
    """A character that no bank file may hold; `character` says which."""

    def __init__(self, character: str) -> None:
        super().__init__(f"「{character}」は、振込データに使える文字ではありません。")
        self.character = character


def in_bank_characters(text: str) -> str:
    """ヤマダ　タロウ → ﾔﾏﾀﾞ ﾀﾛｳ: small kana large, long vowels a hyphen. Raises NotInBankCharacters."""
    wide = unicodedata.normalize("NFKC", text.strip()).upper().translate(HYPHENS)
    kana = "".join(_katakana(each) for each in wide).translate(LARGE)
    return "".join(_half(each) for each in unicodedata.normalize("NFD", kana))


def _katakana(character: str) -> str:
    return (
        chr(ord(character) + ord(KATAKANA) - ord(HIRAGANA))
        if "ぁ" <= character <= "ゖ"
        else character
    )


def _half(character: str) -> str:
    if character in SIGNS or (character.isascii() and character.isalnum()):
        return character
    half = MARKS.get(character) or HALF.get(character)
    if half is None:
        raise NotInBankCharacters(character)
    return half
