"""HTML elements, escaped by construction."""

from collections.abc import Iterable
from xml.etree.ElementTree import Element, tostring

Content = str | Element


def element(tag: str, *content: Content, **attributes: str) -> Element:
    """An element; `class_` stands for class, `_` in an attribute's name for a hyphen."""
    made = Element(tag, {_name(name): value for name, value in attributes.items()})
    return filled(made, content)


def filled(made: Element, content: Iterable[Content]) -> Element:
    """The element with more content at its end."""
    for one in content:
        if isinstance(one, Element):
            made.append(one)
        elif len(made):
            made[-1].tail = (made[-1].tail or "") + one
        else:
            made.text = (made.text or "") + one
    return made


def html(elements: Iterable[Element]) -> str:
    """The elements as HTML."""
    return "\n".join(tostring(one, encoding="unicode", method="html") for one in elements)


def _name(name: str) -> str:
    return "class" if name == "class_" else name.replace("_", "-")
