"""How much a solver may think, and how it hears that its work is called off."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from math import sqrt
from typing import Any

Stop = Callable[[], bool]
"""Answers True where the work is called off, and then always; may raise instead."""

DEFAULT_EFFORT = 200_000
"""What a plan gets where nobody says how much."""
_ASK_EVERY = 0.1
SOLVER = "solver"
"""How the threads are named in which solvers run that can be called off."""


@dataclass(frozen=True, slots=True)
class Budget:
    """`effort` in deterministic seconds of a solver; `stop` is asked before and during each of its calls.

    The clock decides only when it is asked, never what is found: who never stops gets the same answer.
    """

    effort: float
    stop: Stop | None = None

    def of(self, effort: float) -> "Budget":
        """Another effort, called off by the same."""
        return Budget(effort, self.stop)

    @property
    def is_over(self) -> bool:
        """True where the work is called off."""
        return self.stop is not None and self.stop()


def share_of_default(effort: int) -> float:
    """What the effort buys, beside the default, of what gains most in its first seconds: a root below it."""
    share = effort / DEFAULT_EFFORT
    return max(share, sqrt(share))


def interruptible(solve: Callable[[], Any], halt: Callable[[], None], stop: Stop | None) -> Any:
    """What `solve` answers, which runs in a thread of its own while `stop` is asked ten times a second.

    Where `stop` answers True or raises, `halt` is told until `solve` ends.
    """
    if stop is None:
        return solve()
    with ThreadPoolExecutor(1, thread_name_prefix=SOLVER) as pool:
        running = pool.submit(solve)
        try:
            while wait([running], _ASK_EVERY).not_done:
                if stop():
                    halt()
        except BaseException:
            while wait([running], _ASK_EVERY).not_done:
                halt()
            raise
        return running.result()
