"""What has happened so far, lender by lender; it is played through the services, oldest day first.

Days are counted back from the demo's day; lines are counted within the loan. Real institutions only review, approve,
confirm and sign here. Everything unpleasant happens to invented ones.
"""

from typing import Final

from loans.management.demo.returns import CLOSING
from loans.management.demo.script import (
    REGISTRAR,
    Step,
    Story,
    numbers,
    settled,
    yes,
)
from loans.management.demo.settling import SETTLING
from loans.management.demo.talking import TALKING

REAL: Final = (
    Story("SSMR", 420, (Step(404, "review"), yes(296), Step(240, "confirm", REGISTRAR))),
    Story("SMAU", 420, (Step(404, "review"), yes(288, numbers(1, 4)), yes(281, (5, 6)))),
    Story("NMT", 20, (Step(11, "review"),)),
    Story("NMS", 366, (yes(309), *settled(250, 201, 187, 182))),
    Story("SHM", 352, (yes(313), *settled(247, 198, 180, 174))),
    Story("ACM", 351, (Step(340, "review"), yes(290, by="letter"), Step(204, "confirm", REGISTRAR))),
    Story("CUL", 302, (yes(255), *settled(190, 120, 96, 90))),
    Story("VAM", 27, (Step(14, "review", lines=numbers(1, 5)),)),
)

INVENTED: Final = (*TALKING, *SETTLING)
STORIES: Final = (*REAL, *INVENTED, *CLOSING)
