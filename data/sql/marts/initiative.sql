-- grain: initiative_id
-- recompute: initiative_id
select initiative_id, name, owner, approved_on, start_on, live_on, levers, field
from stg_initiatives
