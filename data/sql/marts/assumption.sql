-- grain: case_name, name
-- recompute: case_name, name
select case_name, name, value, unit, low, high, source, owner, set_on
from stg_assumptions
