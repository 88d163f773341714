using MultiBot.Domain.Bots;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Messages;
using MultiBot.Storage.Privacy;
using MultiBot.Storage.Sqlite.Session;

namespace MultiBot.Storage.Sqlite.Conversations;

/// <summary>Applies one slice inside its savepoint: guard first, then the step for its kind.</summary>
internal sealed class SliceDispatcher(MessageCodec codec, PersonHashes people, int eraseChunk, TimeProvider clock)
{
    private const string SelectGuard =
        """
        SELECT l.epoch, l.incarnation IS NOT NULL AND b.removed_at IS NULL, b.seal_messages
        FROM bots b JOIN bot_leases l ON l.bot_id = b.bot_id WHERE b.bot_id = ?1
        """;

    public SliceAnswer<TResult> Apply<TResult>(SqliteSession session, Slice<TResult> slice)
        where TResult : class
    {
        if (!MayWrite(session, slice.Bot, slice.Epoch, out var current, out var seal)) return new SliceAnswer<TResult>.Stale(current);

        var scope = new SliceScope(session, codec, people, slice, clock.Micros(), seal) { EraseChunk = eraseChunk };
        var answer = (SliceAnswer<TResult>)Step(scope, slice);
        if (answer is SliceAnswer<TResult>.Accepted) scope.SaveCounters();
        return answer;
    }

    /// <summary>Whether the epoch is the living lease's. A released lease, a removed or unknown bot: no epoch is.</summary>
    public static bool MayWrite(SqliteSession session, BotId bot, long epoch, out long current, out bool seal)
    {
        using var rows = session.Query(SelectGuard, bot);
        var found = rows.Read();
        current = found ? rows.Int64(0) : 0;
        seal = found && rows.Flag(2);
        return found && rows.Flag(1) && current == epoch;
    }

    private static object Step(SliceScope scope, Slice slice) => slice switch
    {
        ReceiveSlice receive => new ReceiveStep(scope, receive.Answers, receive.OwnerTakesOver).Apply(receive.Batch),
        TurnSlice turn => TurnStep.Apply(scope, turn),
        ClaimSlice claim => ClaimStep.Apply(scope, claim),
        OutcomeSlice outcome => OutcomeStep.Apply(scope, outcome),
        ModeSlice mode => ModeStep.Apply(scope, mode),
        MemorySlice memory => MemoryStep.Apply(scope, memory),
        EraseSlice erase => EraseStep.Apply(scope, erase),
        InitiativeSlice initiative => InitiativeStep.Apply(scope, initiative),
        DraftSlice draft => DraftStep.Apply(scope, draft),
        SettleDraftSlice draft => DraftStep.Apply(scope, draft),
        ContactSlice contact => ContactStep.Apply(scope, contact),
        GroupMoveSlice move => GroupMoveStep.Apply(scope, move),
        ParkedSlice parked => ParkedStep.Apply(scope, parked),
        _ => throw new ArgumentException($"The store knows no slice {slice.GetType().Name}.", nameof(slice)),
    };
}
