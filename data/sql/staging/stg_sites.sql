-- grain: site
-- recompute: site
select site, region, name, opened_on
from sites
