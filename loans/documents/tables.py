"""What lists of objects share: amounts of money, totals by currency, reference numbers told in words."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

import moneyed

type Totals = dict[str, Decimal]

UNKNOWN_PLACES = 2


def places(currency: str) -> int:
    """Decimal places a currency is written with: 2 for GBP, 0 for JPY."""
    try:
        unit = moneyed.get_currency(currency).sub_unit
    except moneyed.CurrencyDoesNotExist:
        return UNKNOWN_PLACES
    return len(str(unit)) - 1


def amount(value: Decimal, currency: str) -> str:
    """GBP 1,250,000.00: the code before the amount, as it can't be mistaken for another country's sign."""
    return f"{currency} {value:,.{places(currency)}f}"


def totals(amounts: Iterable[tuple[Decimal | None, str]]) -> Totals:
    """The sum in each currency, by its code; nothing is ever converted. What has no value adds nothing."""
    sums: Totals = {}
    for value, currency in amounts:
        if value is not None:
            sums[currency] = sums.get(currency, Decimal(0)) + value
    return dict(sorted(sums.items()))


def written_totals(sums: Totals) -> list[str]:
    return [amount(value, currency) for currency, value in sums.items()]


def spans(numbers: Sequence[int]) -> list[str]:
    """Ascending numbers as few words: 1 to 3, 7, 9 and 10 come as "1 to 3", "7", "9", "10"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [
        word
        for run in runs
        for word in ([f"{run[0]} to {run[-1]}"] if len(run) > 2 else [str(number) for number in run])
    ]
