-- grain: opportunity_id
-- recompute: opportunity_id
select opportunity_id, customer_id, team, region, amount, stage, opened_on, qualified_on, closes_on, won
from opportunities
