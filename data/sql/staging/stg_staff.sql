-- grain: staff_id, month
-- recompute: staff_id, month
-- Hours become decimal, so that their sums are the same at every build.
select
    staff_id,
    month,
    team,
    region,
    site,
    should_use,
    certified,
    trained_on,
    cast(training_hours as decimal(18, 4)) as training_hours,
    cast(work_hours as decimal(18, 4)) as work_hours,
    cast(customer_hours as decimal(18, 4)) as customer_hours,
    logins,
    leaves
from staff
