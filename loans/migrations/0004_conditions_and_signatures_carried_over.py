from django.db import migrations

# The words of a condition become a row "other" of the line: open where it is still ours to answer, else agreed.
CONDITIONS = """
WITH made AS (
    INSERT INTO loans_term (loan_id, line_id, kind, status, settled_on, created_at)
    SELECT loan_id, id, 'other',
           CASE WHEN status = 'approved_with_conditions' THEN 'open' ELSE 'agreed' END,
           CASE WHEN status = 'approved_with_conditions' THEN NULL ELSE COALESCE(decided_on, CURRENT_DATE) END,
           now()
    FROM loans_loanline WHERE conditions <> ''
    RETURNING id, line_id
), said AS (
    INSERT INTO loans_termproposal
        (term_id, by, by_name, words, promise, promise_by, promise_every, source, created_at, amount_currency)
    SELECT made.id, 'lender', line.decided_by, line.conditions, '', '', 'once', '', now(), 'GBP'
    FROM made JOIN loans_loanline line ON line.id = made.line_id
    RETURNING id, term_id
)
SELECT count(*) FROM said;
UPDATE loans_term SET current_id = said.id FROM loans_termproposal said
WHERE said.term_id = loans_term.id AND loans_term.current_id IS NULL;
"""

# What was signed on paper is version 1. It has no text of its own here: its scan is the file.
AGREEMENTS = """
INSERT INTO loans_agreementversion
    (agreement_id, number, kind, summary, signing, originals_wanted, languages, governing_language, equally_authentic,
     own_paper, lender_steps, organiser_steps, clauses, terms, schedule, changes, file_id, sha256, issued_on,
     executed_on, lender_signed_on, lender_signatory, organiser_signed_on, organiser_signatory, created_at)
SELECT agreement.id, 1, 'original', '', 'ink', 0, ARRAY['en'], 'en', false, true, ARRAY['sign'], ARRAY['sign'],
       '[]', '[]', '[]', '{}', agreement.file_id, COALESCE(file.sha256, ''), agreement.issued_on,
       GREATEST(agreement.lender_signed_on, agreement.organiser_signed_on)
           + (CASE WHEN agreement.lender_signed_on IS NULL OR agreement.organiser_signed_on IS NULL THEN NULL ELSE 0 END),
       agreement.lender_signed_on, agreement.lender_signatory, agreement.organiser_signed_on,
       agreement.organiser_signatory, agreement.created_at
FROM loans_agreement agreement LEFT JOIN records_storedfile file ON file.id = agreement.file_id;
UPDATE loans_agreement SET latest_id = version.id,
    in_force_id = CASE WHEN version.executed_on IS NULL THEN NULL ELSE version.id END
FROM loans_agreementversion version WHERE version.agreement_id = loans_agreement.id;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("loans", "0003_terms_gates_agreements_cover_movement"),
        ("pghistory", "0007_auto_20250421_0444"),  # the statements below fire its triggers, rows or none
    ]

    operations = [
        migrations.RunSQL([CONDITIONS, AGREEMENTS], migrations.RunSQL.noop),
    ]
