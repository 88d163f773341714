using MultiBot.Domain.Messages;
using MultiBot.Storage.Messages;
using MultiBot.Storage.Sqlite.Session;

namespace MultiBot.Storage.Sqlite.Conversations;

/// <summary>A message of ours as stored, with what only the store looks at.</summary>
internal sealed record OutRow
{
    public const string Columns =
        "id, turn, part, message_data, author, state, attempt, claim_epoch, claimed_at, not_before, uncertain, expires_at, answers_from, answers_to, code, claim_id, for_version";

    public required OutboxRow Row { get; init; }
    public long? ExpiresAt { get; init; }
    public long? AnswersFrom { get; init; }
    public long? AnswersTo { get; init; }
    public string? Code { get; init; }
    public Guid? ClaimId { get; init; }

    /// <summary>It leaves only while the chat is in this version.</summary>
    public long? ForVersion { get; init; }

    public static OutRow Read(SqlRows rows, Func<ReadOnlySpan<byte>, FormattedData> decode)
    {
        var (text, entities, replyTo) = decode(rows.Blob(3));
        return new OutRow
        {
            Row = new OutboxRow
            {
                Id = rows.Int64(0),
                Turn = rows.Int64(1),
                Part = rows.Int32(2),
                Text = text,
                Entities = entities,
                ReplyTo = replyTo,
                By = (Author)rows.Int32(4),
                State = (OutboxState)rows.Int32(5),
                Attempt = rows.Int32(6),
                Epoch = rows.Int64(7),
                ClaimedAt = rows.TimeOrNull(8),
                NotBefore = rows.TimeOrNull(9),
                Uncertain = rows.Flag(10),
            },
            ExpiresAt = rows.Int64OrNull(11),
            AnswersFrom = rows.Int64OrNull(12),
            AnswersTo = rows.Int64OrNull(13),
            Code = rows.TextOrNull(14),
            ClaimId = rows.IsNull(15) ? null : new Guid(rows.Blob(15)),
            ForVersion = rows.Int64OrNull(16),
        };
    }
}
