-- grain: call_id
-- recompute: call_id
-- Minutes become decimal, so that their sums are the same at every build.
select
    call_id,
    customer_id,
    called_at,
    cast(date_trunc('month', called_at) as date) as month,
    cast(minutes as decimal(18, 4)) as minutes,
    region,
    site,
    team,
    is_repeat,
    resolved,
    cost
from calls
