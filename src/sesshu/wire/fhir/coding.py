"""Codes, references and names that every resource is written with."""

from typing import Any
from uuid import UUID, uuid5

Resource = dict[str, Any]

OWN = "urn:sesshu"
"""Begins the names of our code systems: docs/formats/fhir.md."""
HL7 = "http://terminology.hl7.org/CodeSystem"
LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"
NAMES = UUID("6f0f2b5c-8f0b-5d0e-9d6a-3a1f5f1f4c11")
"""Namespace of the resources' ids: the same person and dose always get the same id."""


def own(kind: str, code: str, text: str) -> Resource:
    """A CodeableConcept of one of our code systems."""
    return {"coding": [coding(f"{OWN}:{kind}", code)], "text": text}


def coding(system: str, code: str) -> Resource:
    """A Coding."""
    return {"system": system, "code": code}


def name_of(kind: str, *about: str) -> UUID:
    """The id of a resource, from what it is about."""
    return uuid5(NAMES, "\x1f".join((kind, *about)))


def reference(kind: str, *about: str) -> Resource:
    """A Reference to a resource of the same bundle."""
    return {"reference": name_of(kind, *about).urn}


def filled(resource: Resource) -> Resource:
    """The resource without the elements that hold nothing: FHIR knows no empty ones."""
    return {name: value for name, value in resource.items() if value not in (None, "", [], {})}
