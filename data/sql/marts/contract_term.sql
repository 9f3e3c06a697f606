-- grain: contract_id, term
-- recompute: contract_id
-- Terms of contracts and what became of each: renewed, left, running (also without an end), or due (over for at most 30 days, not heard of).
-- signed_here: the first term is in the data too, so the contract is seen from its beginning.
with numbered as (
    select
        c.*,
        f.until,
        cast(c.ends_on + interval '30' day as date) as renewable_until,
        lead(c.term) over (partition by c.contract_id order by c.term) as next_term,
        min(c.term) over (partition by c.contract_id) as first_term
    from stg_contracts as c cross join data_facts as f
)
select
    contract_id,
    term,
    customer_id,
    starts_on,
    ends_on,
    yearly_fee,
    case
        when coalesce(renewed, false) or next_term is not null then 'renewed'
        when ends_on is null or ends_on > until then 'running'
        when renewed is null and renewable_until >= until then 'due'
        else 'left'
    end as state,
    first_term = 1 as signed_here
from numbered
