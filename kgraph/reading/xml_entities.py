"""The XML parser of every reader here: no document type but one that only abbreviates namespaces.

Editors of ontologies write ``<!ENTITY owl "http://www.w3.org/2002/07/owl#">`` and then ``&owl;Class``.  Such entities
are read: each stands for an absolute IRI, holds no other entity, and nothing outside the file is asked for.
"""

from __future__ import annotations

import re
from xml.sax.handler import feature_namespaces

from defusedxml.common import DTDForbidden, EntitiesForbidden
from defusedxml.expatreader import DefusedExpatParser

# More than any editor writes, and short enough that a file cannot grow to many times its size.
MOST_ENTITIES, LONGEST_ENTITY = 100, 200
_NAMESPACE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"&%]+")


class NamespaceParser(DefusedExpatParser):  # type: ignore[misc]  # it has no types
    """expat behind defusedxml's guards; `declared` counts the entities that stand for namespaces.

    Raises DTDForbidden or EntitiesForbidden while it is fed for a document type that holds anything else.
    """

    def __init__(self) -> None:
        self.declared = 0
        super().__init__(forbid_dtd=True, forbid_entities=True, forbid_external=True)

    def defused_start_doctype_decl(
        self, name: str, sysid: str | None, pubid: str | None, has_internal_subset: int
    ) -> None:
        """Let through what names no other file and declares something."""
        if sysid or pubid or not has_internal_subset:
            raise DTDForbidden(name, sysid, pubid)

    def defused_entity_decl(
        self,
        name: str,
        is_parameter_entity: int,
        value: str | None,
        base: str | None,
        sysid: str | None,
        pubid: str | None,
        notation_name: str | None,
    ) -> None:
        """Let through what stands for an absolute IRI."""
        self.declared += 1
        plain = value is not None and len(value) <= LONGEST_ENTITY and _NAMESPACE.fullmatch(value)
        if is_parameter_entity or not plain or self.declared > MOST_ENTITIES:
            raise EntitiesForbidden(name, value, base, sysid, pubid, notation_name)

    def reset(self) -> None:
        """Start anew; a document type gives no attribute a value, which the reader of the data would not see."""
        super().reset()
        self._parser.AttlistDeclHandler = self._refuse_attributes

    def _refuse_attributes(self, element: str, *_: object) -> None:
        raise DTDForbidden(element, None, None)


def make_parser() -> NamespaceParser:
    """A parser of namespaces, prefixes and elements that has read nothing."""
    parser = NamespaceParser()
    parser.setFeature(feature_namespaces, True)
    return parser
