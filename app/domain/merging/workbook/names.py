"""XML by local names: the same code reads transitional and strict OOXML, whose namespaces differ."""

from collections.abc import Iterator

from lxml import etree


def local(element: etree._Element) -> str:
    """The element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def children(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """The direct children of that name; none of nothing."""
    if element is None:
        return
    for item in element:
        if isinstance(item.tag, str) and local(item) == name:
            yield item


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first such child."""
    return next(children(element, name), None)


def attribute(element: etree._Element, name: str) -> str:
    """The attribute by its local name (r:id and id are one), empty where it is missing."""
    value = element.get(name)
    if value is not None:
        return str(value)
    for key, other in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(other)
    return ""


def text_of(element: etree._Element) -> str:
    """The words of a string item: plain or rich runs joined, phonetic guides left out."""
    return "".join(
        item.text or ""
        for item in element.iter()
        if isinstance(item.tag, str) and local(item) == "t" and not _in_phonetic(item)
    )


def _in_phonetic(item: etree._Element) -> bool:
    parent = item.getparent()
    return parent is not None and local(parent) == "rPh"
