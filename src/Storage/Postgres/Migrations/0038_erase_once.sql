-- An erasure that is committed again goes on with what is left of it. Once nothing is, whoever came back meanwhile is another person: their rows stay.
SELECT amend('erase_step', $q$'rest', erase_rest(bot, chat, who, (slice ->> 'most')::bigint)$q$, $q$'rest', CASE
        WHEN gone.slice_id IS DISTINCT FROM own OR gone.rest_bot IS NOT NULL THEN erase_rest(bot, chat, who, (slice ->> 'most')::bigint)
        ELSE false END$q$);
