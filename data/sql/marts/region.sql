-- grain: region
-- recompute: region
select region, name, live_on
from stg_regions
