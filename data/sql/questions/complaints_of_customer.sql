-- When did this customer complain in the last year, about what, and when was it settled?
select
    cast(t.opened_at as date) as day,
    t.kind,
    t.closed_at
from staging.stg_tickets as t
cross join main.data_facts as f
where t.customer_id = ? and t.kind = 'complaint' and t.opened_at > f.until - interval '365' day
