-- grain: month, item
-- recompute: month, item
select month, item, amount, kind
from stg_reconciling_items
