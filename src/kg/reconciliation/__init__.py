"""Tables' names matched with our IRIs: the W3C Community Group's Reconciliation Service API 0.2, without the HTTP.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/; docs/reconciliation.md tells what is
done where it leaves a choice.
"""

from kg.reconciliation.entities import Entity
from kg.reconciliation.reading import ExtensionQuery, ReconciliationQuery, read_batch, read_extension
from kg.reconciliation.service import Reconciler

__all__ = ["Entity", "ExtensionQuery", "Reconciler", "ReconciliationQuery", "read_batch", "read_extension"]
