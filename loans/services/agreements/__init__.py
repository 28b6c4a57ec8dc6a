"""The written agreement: composed from clauses, issued, signed by both sides on screen or paper, amended, sealed."""

from loans.services.agreements.amendments import amend, change_amendment
from loans.services.agreements.changes import NO_CHANGES, Changes
from loans.services.agreements.compose import (
    Wanted,
    change,
    draft,
    is_stale,
    use_our_paper,
    use_own_paper,
    usual,
    wanted_of,
)
from loans.services.agreements.content import amount, apart, changed, content, totals
from loans.services.agreements.data import gather, pdf, preview
from loans.services.agreements.issue import issue, issue_on_paper, not_yet, to_know, withdraw
from loans.services.agreements.paper import (
    OriginalFacts,
    record_original,
    record_signature,
    sign_for_lender,
    sign_for_organiser,
)
from loans.services.agreements.persons import other_name, people_of
from loans.services.agreements.rows import check_stands, loans_of, with_all
from loans.services.agreements.sealing import check, seal, seal_waiting
from loans.services.agreements.signing import Turn, consent, next_step, sees_values, side_of, sign, turn

__all__ = [
    "NO_CHANGES", "Changes", "OriginalFacts", "Turn", "Wanted", "amend", "amount", "apart", "change", "change_amendment",
    "changed", "check", "check_stands", "consent", "content", "draft", "gather", "is_stale", "issue", "issue_on_paper", "loans_of",
    "next_step", "not_yet", "other_name", "pdf", "people_of", "preview", "record_original", "record_signature", "seal", "seal_waiting",
    "sees_values", "side_of", "sign", "sign_for_lender", "sign_for_organiser", "to_know", "totals", "turn",
    "use_our_paper", "use_own_paper", "usual", "wanted_of", "with_all", "withdraw",
]  # fmt: skip
