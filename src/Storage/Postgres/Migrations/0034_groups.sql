-- Groups that became supergroups: what comes from "place" belongs to the chat that the group is. Two numbers of groups, and nobody's.
CREATE TABLE group_moves (
    bot_id   text COLLATE "C" NOT NULL,
    group_id bigint           NOT NULL,
    place    bigint           NOT NULL,
    PRIMARY KEY (bot_id, group_id)
);

SELECT guard_events('group_moves');

-- Two chats that the bot has talked in stay two, and where it has talked in neither there is nothing to follow.
CREATE FUNCTION group_move_step(bot text, slice jsonb) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    of_group bigint := (slice ->> 'chat')::bigint;
    to_place bigint := (slice ->> 'place')::bigint;
    known boolean := EXISTS (SELECT FROM group_moves g WHERE g.bot_id = bot AND g.group_id = of_group AND g.place = to_place);
BEGIN
    IF NOT known AND EXISTS (SELECT FROM chats c WHERE c.bot_id = bot AND c.chat_id = of_group)
        AND NOT EXISTS (SELECT FROM chats c WHERE c.bot_id = bot AND c.chat_id = to_place)
    THEN
        INSERT INTO group_moves AS g (bot_id, group_id, place) VALUES (bot, of_group, to_place)
        ON CONFLICT (bot_id, group_id) DO UPDATE SET place = excluded.place;
        known := true;
    END IF;
    RETURN jsonb_build_object('follows', known);
END
$$;

SELECT amend('slice_step', '    END CASE;', $q$    WHEN 'groupMove' THEN RETURN group_move_step(bot, slice);
    END CASE;$q$);

-- In a group, of a message that was not stored nothing is kept.
SELECT amend('receive_step', $q$update ->> 'is' = 'edit' AND gone.person IS NOT NULL AND$q$, $q$update ->> 'is' = 'edit' AND (gone.person IS NOT NULL OR update ? 'known') AND$q$);
