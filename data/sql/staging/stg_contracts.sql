-- grain: contract_id, term
-- recompute: contract_id
select contract_id, term, customer_id, starts_on, ends_on, yearly_fee, renewed
from contracts
