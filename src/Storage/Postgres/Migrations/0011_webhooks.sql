-- Addresses to which events are sent. They belong to no bot: administrators alone read and write them.
-- sealed: address and secret. position: every event up to it is finished for this webhook; it moves often, so no index holds what moves.
CREATE TABLE webhooks (
    id                text COLLATE "C" PRIMARY KEY,
    name              text             NOT NULL,
    sealed            bytea            NOT NULL,
    bots              text[],
    tag               text,
    types             text[]           NOT NULL,
    include_text      boolean          NOT NULL,
    enabled           boolean          NOT NULL,
    revision          bigint           NOT NULL,
    created_at        timestamptz      NOT NULL,
    updated_at        timestamptz      NOT NULL,
    position          bigint           NOT NULL,
    last_error        text,
    last_status       integer,
    last_delivered_at timestamptz,
    failing_since     timestamptz
) WITH (fillfactor = 50);
