-- grain: month, kind
-- recompute: month
-- The general ledger by month and what the accounts hold.
select month, kind, sum(amount) as amount
from stg_ledger_totals
group by month, kind
