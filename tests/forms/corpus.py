"""All forms of the corpus: layouts typed after published forms of Chinese offices, with what a person reads."""

from tests.forms.books import BOOKS
from tests.forms.crosstabs import CROSSTABS
from tests.forms.fifth import FIFTH
from tests.forms.fifth_cards import FIFTH_CARDS
from tests.forms.fourth import FOURTH
from tests.forms.fourth_cards import FOURTH_CARDS
from tests.forms.indicators import INDICATORS
from tests.forms.ledgers import LEDGERS
from tests.forms.more import MORE
from tests.forms.notation import Sample
from tests.forms.records import RECORDS
from tests.forms.rolls import ROLLS
from tests.forms.third import THIRD

SAMPLES: tuple[Sample, ...] = (
    *RECORDS,
    *INDICATORS,
    *LEDGERS,
    *ROLLS,
    *CROSSTABS,
    *BOOKS,
    *MORE,
    *THIRD,
    *FOURTH,
    *FOURTH_CARDS,
    *FIFTH,
    *FIFTH_CARDS,
)
