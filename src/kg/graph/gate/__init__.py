"""The SHACL gate: what may enter the store."""

from kg.graph.gate.findings import with_findings
from kg.graph.gate.gate import Gate, GateReport, Rejection

__all__ = ["Gate", "GateReport", "Rejection", "with_findings"]
