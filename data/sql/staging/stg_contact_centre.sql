-- grain: month, team
-- recompute: month, team
-- Seconds become decimal, so that their sums are the same at every build.
select
    month,
    team,
    region,
    site,
    offered,
    answered,
    answered_20s,
    abandoned_short,
    abandoned,
    transferred,
    cast(wait_seconds as decimal(18, 4)) as wait_seconds,
    cast(handling_seconds as decimal(18, 4)) as handling_seconds,
    cast(available_seconds as decimal(18, 4)) as available_seconds,
    self_attempts,
    self_settled,
    cost
from contact_centre
