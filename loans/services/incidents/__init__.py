"""Damage, loss and other incidents: the lender told in time, its consent before anybody goes on, what was done.

What was recorded while a gate was open is an incident too; loans.services.lines.move makes those.
"""

from loans.services.incidents.following import consent, consent_recorded, notified, reported, settle
from loans.services.incidents.reporting import BY_HAND, Telephone, report, whom_to_telephone
from loans.services.incidents.rows import HOLDING

__all__ = [
    "BY_HAND",
    "HOLDING",
    "Telephone",
    "consent",
    "consent_recorded",
    "notified",
    "report",
    "reported",
    "settle",
    "whom_to_telephone",
]
