using MultiBot.Domain.Autonomy;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;

namespace MultiBot.Domain.Tests.Conversations.Simulation;

/// <summary>What is planned, and what is known.</summary>
internal sealed partial class ModelStore
{
    /// <summary>What the bot wrote unasked, in all its chats.</summary>
    private DayTally _botDay;

    public SliceAnswer<InitiativeStored> Apply(InitiativeSlice slice) => Guarded<InitiativeStored>(slice, slice.Chat, chat =>
    {
        if (chat.PlanId != slice.Id)
        {
            if (chat.Erased || chat.Initiative.Revision != slice.Revision || slice.For != new TurnBasis(chat.Version, chat.Turn) || !Waits(chat, slice.Draft))
                return new SliceAnswer<InitiativeStored>.Conflict();

            Settle(chat, slice.Draft);
            chat.PlanId = slice.Id;
            chat.Initiative = chat.Initiative with { Revision = slice.Revision + 1, PlannedFor = slice.PlanAgain ? null : slice.For, Pending = slice.Pending };
            judge.Planned(chat);
            trace.Note($"store: plan {chat.Initiative.Revision} of {chat.Id}: {slice.Decision.Reason} {slice.Pending?.Kind} at {slice.Pending?.DueAt.TimeOfDay}");
        }

        return new SliceAnswer<InitiativeStored>.Accepted(new InitiativeStored { Revision = chat.Initiative.Revision });
    });

    public SliceAnswer<MemoryStored> Apply(MemorySlice slice) => Guarded<MemoryStored>(slice, slice.Chat, chat =>
    {
        if (chat.MemoryId != slice.Id)
        {
            if (chat.Erased || chat.Memory.Revision != slice.Basis)
                return new SliceAnswer<MemoryStored>.Conflict();

            chat.MemoryId = slice.Id;
            chat.Memory = new(slice.Memory, slice.Basis + 1, slice.AnalyzedMessages);
            judge.Learned(chat);
            trace.Note($"store: memory {chat.Memory.Revision} of {chat.Id}: {slice.Memory.Summary}");
        }

        return new SliceAnswer<MemoryStored>.Accepted(new MemoryStored { Revision = chat.Memory.Revision });
    });

    /// <summary>What a turn arranged, for the chat as it is after it.</summary>
    private void Arrange(ModelChat chat, TurnPlan plan, Guid turn)
    {
        chat.PlanId = turn;
        chat.Initiative = chat.Initiative with { Revision = plan.Revision + 1, PlannedFor = new TurnBasis(chat.Version, chat.Turn), Pending = plan.Pending };
        judge.Planned(chat);
        trace.Note($"store: plan {chat.Initiative.Revision} of {chat.Id}: {plan.Decision.Reason} at {plan.Pending.DueAt.TimeOfDay}");
    }

    private StoredInitiative InitiativeOf(ModelChat chat) => chat.Initiative with
    {
        LastIn = chat.Inbox is [.., var heard] ? heard.StoredAt : null,
        LastOut = chat.Outbox.FindLast(row => row.Row.State is OutboxState.Sent or OutboxState.Uncertain)?.At,
        Unanswered = chat.Inbox is [.., var last] && last.StoredAt > chat.Initiative.LastUnsolicited ? 0 : chat.Initiative.Unanswered,
        BotDay = _botDay,
    };

    /// <summary>False: the plan or the bot's day is another by now.</summary>
    private bool TakePlan(ModelChat chat, InitiativeClaim claim, Guid turn)
    {
        if ((chat.Initiative.Revision != claim.Revision && bug is not PlantedBug.PlanChangeIgnored)
            || (_botDay.IsFull(claim.BotDay, claim.MaxPerBotAndDay) && bug is not PlantedBug.BotDayIgnored))
        {
            return false;
        }

        _botDay = _botDay.Plus(claim.BotDay);
        chat.PlanId = turn;
        chat.Initiative = chat.Initiative with
        {
            Revision = chat.Initiative.Revision + 1, PlannedFor = null, Pending = null, LastUnsolicited = schedule.Now, Unanswered = claim.Unanswered, Day = claim.Day,
        };
        judge.WroteFirst(chat, claim);
        return true;
    }
}
