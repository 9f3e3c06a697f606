-- grain: lever, month
-- recompute: lever, month
select
    lever,
    month,
    planned, actual, low, high, method, cause, money_mark, evidence, budget_line, cost_center, owner, status,
    entered_by, approved_by, approved_on
from benefits_register
