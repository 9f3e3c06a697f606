-- grain: word, language
-- recompute: word, language
-- Words of the data as readers of a language see them.
select word, language, written
from stg_words
