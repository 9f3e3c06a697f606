-- What scores did the data bring along: capability, weight, score, target, peers; the weightiest first?
select capability, weight, score, target, peers
from raw.capability_scores
order by weight desc, capability
