-- grain: customer_id
-- recompute: customer_id
-- Customers without what identifies the person; pages that may show it read the contract table.
select
    customer_id,
    kind,
    city,
    region,
    joined_on,
    acquired_by,
    industry,
    size,
    verified_on,
    consent,
    is_employee,
    held_out
from customers
