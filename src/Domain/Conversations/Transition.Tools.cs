using MultiBot.Domain.Autonomy;
using MultiBot.Domain.Decisions;
using MultiBot.Domain.Memory;
using MultiBot.Domain.Replies;
using MultiBot.Domain.Storage;

namespace MultiBot.Domain.Conversations;

/// <summary>What a model asked for while it wrote: done by the turn that says its words, in its transaction, or never.</summary>
internal sealed partial class Transition
{
    /// <summary>A plan on its way to the store is waited for: what is arranged is counted from it.</summary>
    private bool MayCarryOut(Draft draft) => draft.Calls.Count == 0 || Next.Planning is null;

    private TurnSlice WithCalls(Draft draft, TurnSlice slice)
    {
        if (draft.Calls.Count == 0) return slice;
        var known = Next.Memory.Memory;
        var (memory, plan) = (known, slice.Plan);
        var last = draft.Calls.LastOrDefault(call => call.Request is ToolRequest.WriteAgain);
        var records = new List<ToolRecord>(draft.Calls.Count);
        foreach (var call in draft.Calls)
        {
            var refusal = call.Request switch
            {
                ToolRequest.Remember fact => Learn(fact, ref memory),
                ToolRequest.WriteAgain when !ReferenceEquals(call, last) => ToolReasons.Replaced,
                ToolRequest.WriteAgain wish => Arrange(wish, slice, ref plan),
                ToolRequest.AskOperator => null,
                _ => ToolReasons.Refused,
            };
            records.Add(new ToolRecord(call.Name, call.Arguments, call.Result, Done: refusal is null, refusal));
        }

        return slice with
        {
            Memory = ReferenceEquals(memory, known) ? null : new TurnMemory { Basis = Next.Memory.Revision, Memory = memory, AnalyzedMessages = Next.Memory.AnalyzedMessages },
            Plan = plan,
            Questions = draft.Calls.Count(call => call.Request is ToolRequest.AskOperator),
            Decision = slice.Decision! with { Calls = records },
        };
    }

    /// <summary>Null when it is learned, else why not.</summary>
    private string? Learn(ToolRequest.Remember fact, ref ContactMemory memory)
    {
        var before = memory;
        memory = MemoryMerge.Note(before, fact.Topic, fact.Text, now);
        return ReferenceEquals(memory, before) ? ToolReasons.NothingNew : null;
    }

    /// <summary>Null when it is planned, else why not. The chat that it is planned for is the one after the turn.</summary>
    private string? Arrange(ToolRequest.WriteAgain wish, TurnSlice slice, ref TurnPlan? plan)
    {
        var basis = new TurnBasis(slice.Basis!.Version, slice.Basis.Turn + 1);
        var state = State() with { Basis = basis, Pending = null, Unanswered = slice.Initiative?.Unanswered ?? Next.Initiative.Unanswered };
        var decision = new Initiative(state, Next.Initiative.BotDay, ContactRules(), now, Next.Rules.AutonomySeed).Arrange(wish.At, wish.About);
        if (decision is not AutonomyDecision.Schedule { Action: var action }) return AutonomyReasons.CodeOf(decision.Reason);
        plan = new TurnPlan
        {
            Revision = Next.Initiative.Revision + (slice.Initiative is null ? 0 : 1),
            Pending = action,
            Decision = new Decision
            {
                Kind = DecisionKind.Planned,
                Reason = AutonomyReasons.CodeOf(decision.Reason),
                Inputs = new DecisionInputs { Action = AutonomyKinds.NameOf(action.Kind), DueAt = action.DueAt },
            },
        };
        return null;
    }

    /// <summary>Words that wait for an operator may be changed or never said: what the model asked for with them is recorded, and not done.</summary>
    private static IReadOnlyList<ToolRecord> NotCarriedOut(Draft draft) =>
        [.. draft.Calls.Select(call => new ToolRecord(call.Name, call.Arguments, call.Result, Done: false, call.Request is null ? ToolReasons.Refused : ToolReasons.Waits))];

    private void CarriedOut(TurnSlice slice)
    {
        if (slice.Memory is { } memory)
            Next.Memory = Next.Memory with { Memory = memory.Memory, Revision = memory.Basis + 1 };
        if (slice.Plan is { } plan)
            Next.Initiative = Next.Initiative with { Revision = plan.Revision + 1, PlannedFor = plan.Pending.Basis, Pending = plan.Pending };
    }
}
