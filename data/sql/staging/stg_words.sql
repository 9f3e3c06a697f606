-- grain: word, language
-- recompute: word, language
select word, language, written
from words
