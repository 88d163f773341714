-- An erasure that is committed again goes on with what is left of it. Once nothing is, whoever came back meanwhile is another person: their rows stay.
DO $$
DECLARE
    body text := pg_get_functiondef('multibot.erase_step'::regproc);
    was text := $q$'rest', erase_rest(bot, chat, who, (slice ->> 'most')::bigint)$q$;
BEGIN
    IF strpos(body, was) = 0 THEN RAISE EXCEPTION 'erase_step is not as it was expected'; END IF;
    EXECUTE replace(body, was, $q$'rest', CASE
        WHEN gone.slice_id IS DISTINCT FROM own OR gone.rest_bot IS NOT NULL THEN erase_rest(bot, chat, who, (slice ->> 'most')::bigint)
        ELSE false END$q$);
END
$$;
