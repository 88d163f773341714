-- bot_id leads every index but the event log's. Columns that change often stand in no index, so that updates are heap-only.
-- Every table with a bot_id is under forced row-level security: a login sees the one bot it names in app.bot_id, or none.
-- The role multibot_door (it can't log in) owns the functions that work for many bots at once and sees all.

CREATE TABLE master_key (
    id          smallint    PRIMARY KEY CHECK (id = 1),
    fingerprint bytea       NOT NULL,
    created_at  timestamptz NOT NULL
);

CREATE TABLE data_keys (
    bot_id     text COLLATE "C" NOT NULL,
    version    integer          NOT NULL,
    wrapped    bytea            NOT NULL,
    created_at timestamptz      NOT NULL,
    PRIMARY KEY (bot_id, version)
);

CREATE TABLE bots (
    bot_id         text COLLATE "C" PRIMARY KEY CHECK (length(bot_id) BETWEEN 1 AND 50),
    name           text COLLATE "C" NOT NULL,
    search         text             NOT NULL,
    kind           smallint         NOT NULL,
    tags           text[]           NOT NULL,
    template       text COLLATE "C",
    config         jsonb            NOT NULL,
    own_json       text             NOT NULL,
    secrets        bytea            NOT NULL,
    seal_messages  boolean          NOT NULL,
    revision       bigint           NOT NULL,
    should_run     boolean          NOT NULL,
    source         text,
    remove_webhook boolean          NOT NULL DEFAULT false,
    status         smallint         NOT NULL DEFAULT 0,
    silo           text,
    last_error     text,
    username       text,
    created_at     timestamptz      NOT NULL,
    updated_at     timestamptz      NOT NULL,
    removed_at     timestamptz,
    erasing        boolean          NOT NULL DEFAULT false
) WITH (fillfactor = 80);

CREATE TABLE templates (
    name       text COLLATE "C" PRIMARY KEY,
    json       text             NOT NULL,
    revision   bigint           NOT NULL,
    updated_at timestamptz      NOT NULL
);

-- Ids of messages: a block for each commit, so that a row's id follows from its place in the commit. They rise, with gaps.
CREATE SEQUENCE conversation_blocks;

-- Every message in and out. direction: 0 in, 1 out. entry: 0 message, 1 edit of one (a row of its own; the message points at the latest).
-- sent_id is Telegram's id of a message of ours: in a column of its own because source_id stands in an index.
CREATE TABLE conversations (
    id           bigint           NOT NULL,
    bot_id       text COLLATE "C" NOT NULL,
    chat_id      bigint           NOT NULL,
    direction    smallint         NOT NULL,
    entry        smallint         NOT NULL DEFAULT 0,
    kind         smallint         NOT NULL DEFAULT 0,
    author       smallint         NOT NULL DEFAULT 0,
    source_id    bigint,
    reply_to     bigint,
    edited_at    timestamptz      NOT NULL DEFAULT '-infinity',
    edit_id      bigint,
    deleted      boolean          NOT NULL DEFAULT false,
    state        smallint         NOT NULL DEFAULT 0,
    code         text,
    turn         bigint,
    part         integer,
    slice_id     uuid,
    claim_id     uuid,
    attempt      integer          NOT NULL DEFAULT 0,
    claim_epoch  bigint           NOT NULL DEFAULT 0,
    claimed_at   timestamptz,
    not_before   timestamptz,
    expires_at   timestamptz,
    uncertain    boolean          NOT NULL DEFAULT false,
    answers_from bigint,
    answers_to   bigint,
    sent_id      bigint,
    at           timestamptz      NOT NULL,
    stored_at    timestamptz      NOT NULL,
    message_data bytea            NOT NULL,
    PRIMARY KEY (bot_id, chat_id, id)
) WITH (fillfactor = 75);

-- Drops repeats, keeps edits, and leads from a source id to its message when Telegram names no chat.
CREATE UNIQUE INDEX conversations_inbound ON conversations (bot_id, source_id, chat_id, entry, edited_at) WHERE direction = 0;
CREATE UNIQUE INDEX conversations_outbound ON conversations (bot_id, chat_id, turn, part) WHERE direction = 1;

-- last_in_id: the last message that waits for an answer. open_turn: no row of an earlier turn is open. So neither unanswered
-- messages nor open rows need an index on a state. answered_before: the watermark before the last turn raised it.
-- Half of a page is left free: a group may change every row of it, and its new versions find room.
CREATE TABLE chats (
    bot_id           text COLLATE "C" NOT NULL,
    chat_id          bigint           NOT NULL,
    version          bigint           NOT NULL DEFAULT 0,
    turn             bigint           NOT NULL DEFAULT 0,
    turn_slice       uuid,
    mode             smallint         NOT NULL DEFAULT 0,
    answered_up_to   bigint           NOT NULL DEFAULT 0,
    answered_before  bigint           NOT NULL DEFAULT 0,
    last_in_id       bigint           NOT NULL DEFAULT 0,
    open_out         bigint           NOT NULL DEFAULT 0,
    open_turn        bigint           NOT NULL DEFAULT 0,
    requeued         bigint           NOT NULL DEFAULT 0,
    disclosed        boolean          NOT NULL DEFAULT false,
    contact_name     text,
    language         text,
    message_count    bigint           NOT NULL DEFAULT 0,
    last_activity_at timestamptz,
    PRIMARY KEY (bot_id, chat_id)
) WITH (fillfactor = 50);

-- Messages an operator has to do with: parked, overdue, or put back and not yet answered. Few rows, written in failures only.
CREATE TABLE parked_messages (
    bot_id     text COLLATE "C" NOT NULL,
    message_id bigint           NOT NULL,
    chat_id    bigint           NOT NULL,
    PRIMARY KEY (bot_id, message_id)
);

CREATE TABLE telegram_sessions (
    bot_id         text COLLATE "C" PRIMARY KEY,
    cursor         bigint,
    cursor_at      timestamptz,
    received       bigint           NOT NULL DEFAULT 0,
    sent           bigint           NOT NULL DEFAULT 0,
    uncertain      bigint           NOT NULL DEFAULT 0,
    parked         bigint           NOT NULL DEFAULT 0,
    rejected       bigint           NOT NULL DEFAULT 0,
    last_update_at timestamptz
) WITH (fillfactor = 30);

-- json, not jsonb: what a writer said is kept to the letter.
CREATE TABLE events (
    seq     bigint           GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    bot_id  text COLLATE "C" NOT NULL,
    chat_id bigint,
    type    text             NOT NULL,
    at      timestamptz      NOT NULL,
    data    json             NOT NULL
);

CREATE INDEX events_bot ON events (bot_id, seq);

CREATE TABLE silo_incarnations (
    id         uuid        PRIMARY KEY,
    silo       text        NOT NULL,
    address    text        NOT NULL,
    http_port  integer     NOT NULL,
    started_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    retired_at timestamptz
) WITH (fillfactor = 30);

-- A free lease keeps its epoch, so that writes under it stay stale. Commits lock the row, one at a time; a take-over waits for them.
CREATE TABLE bot_leases (
    bot_id      text COLLATE "C" PRIMARY KEY,
    epoch       bigint           NOT NULL,
    incarnation uuid
);

CREATE TABLE api_keys (
    id         text COLLATE "C" PRIMARY KEY,
    name       text             NOT NULL,
    role       smallint         NOT NULL,
    bots       text[],
    hash       bytea            NOT NULL UNIQUE,
    created_at timestamptz      NOT NULL,
    expires_at timestamptz
);

CREATE TABLE audit_log (
    id     bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at     timestamptz NOT NULL,
    actor  text        NOT NULL,
    action text        NOT NULL,
    bot_id text,
    detail json        NOT NULL
);

-- Answers to requests that carry a key of their sender's; status NULL: claimed, the end is not known.
CREATE TABLE idempotency (
    sender       text COLLATE "C" NOT NULL,
    key          text COLLATE "C" NOT NULL,
    request      bytea            NOT NULL,
    claimed_at   timestamptz      NOT NULL,
    status       integer,
    content_type text,
    location     text,
    etag         text,
    body         bytea,
    PRIMARY KEY (sender, key)
);

CREATE INDEX idempotency_age ON idempotency (claimed_at);

DO $$
DECLARE
    guarded text;
BEGIN
    FOREACH guarded IN ARRAY ARRAY['data_keys', 'bots', 'conversations', 'chats', 'parked_messages', 'telegram_sessions', 'events', 'bot_leases']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', guarded);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', guarded);
        -- Sub-selects, so that both are asked once a statement and not once a row.
        EXECUTE format(
            'CREATE POLICY one_bot ON %I USING ((SELECT current_user) = ''multibot_door'' OR bot_id = (SELECT current_setting(''app.bot_id'', true)))',
            guarded);
    END LOOP;
END
$$;
