-- Changes places in functions that exist: pairs of what stands there and what is to stand there. A function that is not as it was expected is said so,
-- and nothing is changed.
CREATE FUNCTION amend(what regproc, VARIADIC changes text[]) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    body text := pg_get_functiondef(what);
BEGIN
    FOR i IN 1 .. cardinality(changes) BY 2 LOOP
        IF strpos(body, changes[i]) = 0 THEN RAISE EXCEPTION '% is not as it was expected: %', what, changes[i]; END IF;
        body := replace(body, changes[i], changes[i + 1]);
    END LOOP;
    EXECUTE body;
END
$$;
