-- grain: month, kind
-- recompute: month
-- The general ledger by month and what the accounts hold; some post on the last day of a month, some on the first.
select cast(date_trunc('month', month) as date) as month, kind, sum(amount) as amount
from stg_ledger_totals
group by 1, 2
