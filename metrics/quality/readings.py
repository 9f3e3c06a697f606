"""How good the data on customers are, in figures: each a sum over a sum, on the last day."""

from __future__ import annotations

from functools import partial

from metrics.metric import of_subject
from metrics.ratio import Ratio, ratio
from metrics.words.text import N_
from metrics.words.units import Unit

_quality = partial(ratio, "quality", perspective="learning")
_contacts = partial(Ratio, mart="contact_quality", needs="customers", places=("region",))

_quality(
    _contacts(id="completeness", over="filled", under="fields"),
    N_("Completeness of customer data"),
    Unit.SHARE,
    N_("Filled fields over fields: kind, region, town, e-mail, telephone and address of every customer."),
)
_quality(
    _contacts(id="duplicate_rate", over="doubled", under="records", share=True),
    N_("Duplicate rate"),
    Unit.SHARE,
    N_("Records beyond the first that share an e-mail address or a telephone number, written alike, over records."),
    better="lower",
)
_quality(
    _contacts(id="freshness", over="fresh", under="dated", needs="customers.verified_on", share=True),
    N_("Freshness of customer data"),
    Unit.SHARE,
    N_("Records confirmed within a year, over records with a date of confirmation."),
)
_quality(
    _contacts(id="validity", over="valid", under="checked"),
    N_("Validity of customer data"),
    Unit.SHARE,
    N_("Fields that pass their rule, over fields filled: e-mail, telephone, day of joining, year of birth."),
)
METRICS = of_subject("quality")
