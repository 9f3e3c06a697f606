-- grain: account, month
-- recompute: account, month
select account, month, amount, kind
from ledger_totals
