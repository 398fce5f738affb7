"""A judgement as HL7 FHIR R4: one Bundle a person (`bundle(person, verdict, rulebook)`)."""

from sesshu.wire.fhir.bundle import bundle

__all__ = ["bundle"]
