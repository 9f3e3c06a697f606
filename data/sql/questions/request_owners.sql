-- Who answers for each request, when did it come in, and when was it settled?
select owner, opened_at, closed_at
from staging.stg_tickets
