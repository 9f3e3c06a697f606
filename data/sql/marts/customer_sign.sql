-- grain: customer_id
-- recompute: all
-- What speaks for the leaving of each buyer today, by the rules of leaving_month: a complaint of the last three months
-- not settled within 30 days, a price letter then, half a year without call, mail or contact. Empty if no table tells.
with given as (
    select (select count(*) > 0 from stg_tickets) as tickets, (select count(*) > 0 from stg_contacts) as contacts,
        (select count(*) > 0 from customer_contact) as touches
),
complained as (
    select distinct t.customer_id
    from stg_tickets as t cross join data_facts as f
    where t.kind = 'complaint' and date_diff('day', t.opened_at, f.until) between 0 and 91
        and coalesce(date_diff('day', t.opened_at, t.closed_at) > 30, true)
),
written as (
    select distinct c.customer_id
    from stg_contacts as c cross join data_facts as f
    where c.kind = 'price letter' and date_diff('day', c.contacted_on, f.until) between 0 and 91
)
select
    b.customer_id,
    case when given.tickets then c.customer_id is not null end as complaint,
    case when given.contacts then w.customer_id is not null end as letter,
    case when given.touches and b.age_days > 182
        then coalesce(date_diff('day', t.last_on, f.until) > 182, true) end as silent,
    b.age_days - b.recency_days as silent_days
from customer_base as b
cross join given
cross join data_facts as f
left join complained as c on c.customer_id = b.customer_id
left join written as w on w.customer_id = b.customer_id
left join customer_contact as t on t.customer_id = b.customer_id
where b.order_days > 0
