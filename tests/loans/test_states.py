"""The table of moves, read as data."""

from loans.states import COMMITTED, EXITS, IN_CUSTODY, MOVES, LineStatus


def test_every_status_can_be_reached_from_draft() -> None:
    reached = {LineStatus.DRAFT}
    while True:
        more = {move.target for move in MOVES.values() if move.sources & reached} - reached
        if not more:
            break
        reached |= more

    assert reached == set(LineStatus)


def test_nothing_in_our_custody_can_be_cancelled() -> None:
    cancelling = [move for move in MOVES.values() if move.target in EXITS and move.sources & IN_CUSTODY]

    assert cancelling == []


def test_from_custody_every_way_leads_home() -> None:
    targets = {move.target for move in MOVES.values() if move.sources & IN_CUSTODY}

    assert targets <= IN_CUSTODY | {LineStatus.RETURNED}


def test_exits_and_closed_lead_nowhere() -> None:
    leaving = [move.name for move in MOVES.values() if move.sources & (EXITS | {LineStatus.CLOSED})]

    assert leaving == []


def test_an_approval_in_principle_is_not_a_commitment() -> None:
    assert LineStatus.APPROVED_IN_PRINCIPLE not in COMMITTED
    assert LineStatus.APPROVED in COMMITTED
    assert LineStatus.RETURNED not in COMMITTED
