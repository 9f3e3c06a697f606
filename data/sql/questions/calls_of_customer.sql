-- When did this customer call in the last year, was it about the same again, was it settled, how long did it take?
select
    cast(c.called_at as date) as day,
    c.is_repeat,
    c.resolved,
    c.minutes
from staging.stg_calls as c
cross join main.data_facts as f
where c.customer_id = ? and c.called_at > f.until - interval '365' day
