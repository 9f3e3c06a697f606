"""What was known of each customer on a day beyond the dates of their orders: what forecasts of leaving read."""

from __future__ import annotations

from datetime import date

import pandas as pd

from data.statement import Raw, fill
from data.warehouse import Warehouse

# An event counts on the day it became known; a complaint that took more than 30 days stood open meanwhile. Somebody is
# under contract from the first one on. A departure followed by orders up to the day is none: the customer came back.
_KNOWN = """
with asked as (
    select cast(? as date) as day
),
bought as (
    select o.customer_id, count(distinct o.day) as orders,
        count(distinct case when o.day > asked.day - 365 then o.day end) as orders_1y,
        min(o.day) as first_order, max(o.day) as last_order,
        cast(sum(o.amount) as double) as spent
    from staging.stg_orders as o cross join asked
    where o.status = 'completed' and o.day <= asked.day and {some}
    group by o.customer_id
),
ordered_again as (
    select o.customer_id, max(o.day) as last_order
    from staging.stg_orders as o cross join asked
    where o.status = 'completed' and o.day > asked.day and o.day <= asked.day + 365
    group by o.customer_id
),
gone_again as (
    select d.customer_id, max(d.left_on) as left_on
    from staging.stg_departures as d cross join asked
    where d.left_on > asked.day and d.left_on <= asked.day + 365
    group by d.customer_id
),
later as (
    select o.customer_id
    from ordered_again as o left join gone_again as g on g.customer_id = o.customer_id
    where g.left_on is null or g.left_on < o.last_order
),
gone as (
    select d.customer_id, max(d.left_on) as left_on
    from staging.stg_departures as d cross join asked where d.left_on <= asked.day
    group by d.customer_id
),
bound as (
    select distinct c.customer_id from staging.stg_contracts as c cross join asked where c.starts_on <= asked.day
),
called as (
    select c.customer_id, count(*) as calls, max(cast(c.called_at as date)) as last_call
    from staging.stg_calls as c cross join asked where cast(c.called_at as date) <= asked.day
    group by c.customer_id
),
written as (
    select m.customer_id, max(m.sent_on) as last_mail
    from staging.stg_mail as m cross join asked where m.sent_on <= asked.day
    group by m.customer_id
),
complained as (
    select distinct t.customer_id
    from staging.stg_tickets as t cross join asked
    where t.kind = 'complaint' and cast(t.opened_at as date) between asked.day - 89 and asked.day
        and (t.closed_at is null or cast(t.closed_at as date) > asked.day
            or date_diff('day', t.opened_at, t.closed_at) > 30)
),
told as (
    select c.customer_id,
        max(case when c.kind = 'price letter' then c.contacted_on end) as last_letter,
        max(case when c.kind <> 'price letter' then c.contacted_on end) as last_contact
    from staging.stg_contacts as c cross join asked where c.contacted_on <= asked.day
    group by c.customer_id
),
joined as (
    select b.*, least(coalesce(c.joined_on, b.first_order), b.first_order) as joined_on, c.kind
    from bought as b left join staging.stg_customers as c on c.customer_id = b.customer_id
)
select
    j.customer_id,
    j.orders,
    j.orders_1y,
    j.spent,
    date_diff('day', j.last_order, asked.day) as silence,
    date_diff('day', j.joined_on, asked.day) as tenure,
    date_diff('day', greatest(j.joined_on, cast(f.first_day as date)), asked.day) as watched,
    coalesce(j.kind = 'business', false) as business,
    coalesce(called.calls, 0) as calls,
    complained.customer_id is not null as complaint,
    coalesce(told.last_letter > asked.day - 90, false) as letter,
    date_diff('day', j.joined_on, asked.day) >= 180
        and coalesce(greatest(called.last_call, written.last_mail, told.last_contact), j.joined_on) <= asked.day - 180
        as no_contact,
    coalesce(gone.left_on >= j.last_order, false) as gone,
    bound.customer_id is not null as bound,
    later.customer_id is not null as there_later
from joined as j
cross join asked
cross join main.data_facts as f
left join later on later.customer_id = j.customer_id
left join gone on gone.customer_id = j.customer_id
left join bound on bound.customer_id = j.customer_id
left join called on called.customer_id = j.customer_id
left join written on written.customer_id = j.customer_id
left join complained on complained.customer_id = j.customer_id
left join told on told.customer_id = j.customer_id
order by j.customer_id
"""


def known_by(held: Warehouse, day: date, most: int | None = None) -> pd.DataFrame:
    """One row a buyer of the time, by customer_id; of about ``most`` of them, always the same, or of all.

    orders, orders_1y: days with one, in all and in the last 365 days; spent: money, revenue; silence, tenure, watched:
    days since the last order, since joining, and of these within the data; business; calls; complaint, letter,
    no_contact: in the last 90, 90 and 180 days; gone: known to have left; bound: ever under contract; there_later:
    ordered in the 365 days after and not recorded as gone since, which a forecast must not read.
    """
    buyers = int(held.frame("data_facts")["customers"].iloc[0] or 0)
    step = 1 if most is None else max(1, buyers // most)
    some = Raw("true" if step == 1 else f"md5_number_lower(o.customer_id) % {step} = 0")
    frame = held.query(fill(_KNOWN, some=some), [day])
    return frame.set_index("customer_id").astype({"spent": float})


def supplied(held: Warehouse) -> frozenset[str]:
    """The tables that were brought along."""
    frame = held.frame("held")
    return frozenset(frame.loc[frame["supplied"].astype(bool), "table_name"].astype(str))
