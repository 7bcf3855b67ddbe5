"""What requests cost a township in visits, visit-days, cells and hours, before and after they are merged."""

from app.domain.burden.hours import Hours, return_hours, visit_hours
from app.domain.burden.sums import Burden, burden_of

__all__ = ["Burden", "Hours", "burden_of", "return_hours", "visit_hours"]
