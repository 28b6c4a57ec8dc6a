"""What the domain refuses, each with the sentence a person reads. Surfaces translate, they never reword."""

from collections.abc import Sequence


class LoanError(Exception):
    """A refusal. `sentence` says what happened and what to do next; `code` is for machines and stays the same."""

    code = "refused"

    def __init__(self, sentence: str, *, code: str | None = None, field: str = "") -> None:
        super().__init__(sentence)
        self.sentence = str(sentence)
        self.code = code or self.code
        self.field = field


class NotAllowed(LoanError):
    """The person may not do this."""

    code = "not-allowed"


class WrongState(LoanError):
    """The thing is not in a state from which this can happen, often since somebody else was first."""

    code = "wrong-state"


class MissingFact(LoanError):
    """Something needed was not said: a reason, the conditions, a period."""

    code = "missing-fact"


class Conflict(LoanError):
    """Another record stands against it: the object is promised elsewhere."""

    code = "conflict"


class GateOpen(LoanError):
    """A gate keeps the object where it is. `open` are the gates, each with what to do about it."""

    code = "gate-open"

    def __init__(self, sentence: str, *, open_gates: Sequence[object] = (), field: str = "") -> None:
        super().__init__(sentence, field=field)
        self.open = tuple(open_gates)
