-- The steps of the table plan, in the order they begin.
select step, heading, starts_on, ends_on, depends_on, initiative_id, owner
from raw.plan
order by starts_on, step
