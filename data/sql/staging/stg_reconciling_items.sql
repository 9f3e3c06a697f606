-- grain: month, item
-- recompute: month, item
select cast(date_trunc('month', month) as date) as month, item, amount, kind
from reconciling_items
