using MultiBot.Domain.Chats;
using MultiBot.Domain.Messages;

namespace MultiBot.Domain.Tests.Conversations.Simulation;

/// <summary>What must hold once nothing moves any more.</summary>
internal sealed partial class Judge
{
    public void JudgeAtRest(ModelStore store)
    {
        foreach (var (chat, source) in _written)
            Require(store.Chat(chat).Find(source) is not null, Promise.EveryMessageStored, $"message {source} of {chat} is not in the store");

        foreach (var chat in store.Chats)
        {
            chat.Inbox.ForEach(message => JudgeMessage(chat, message));
            var sights = _seen.Where(sight => sight.Chat == chat.Id).ToList();
            chat.Outbox.ForEach(row => JudgeRow(row, sights.Count(sight => sight.RowId == row.Row.Id)));
            JudgeTexts(sights);
            JudgeOrder(chat, sights);
            JudgeMemory(chat);
        }
    }

    private void JudgeMessage(ModelChat chat, ModelMessage message)
    {
        if (message.Deleted || message.State is InboxState.Ignored or InboxState.Parked or InboxState.Overdue)
            return;

        var waits = chat.WaitsFor(message) && chat.Mode is not ChatMode.Persona;
        Require(
            waits || _answered.Contains((chat.Id, message.SourceId)),
            Promise.EveryMessageAnswered,
            $"«{message.Text}» ({message.Id}) is {message.State} at watermark {chat.AnsweredUpTo}, and no turn's prompt held it");
    }

    private void JudgeRow(ModelRow row, int times)
    {
        var state = row.Row.State;
        Require(state is not (OutboxState.Pending or OutboxState.Sending), Promise.RowsSettled, row.ToString());
        Require(times <= 1 || (row.Row.Uncertain && !idempotentSends), Promise.SeenOnce, $"{row} was seen {times} times");
        Require(row.Row.Uncertain || times == (state is OutboxState.Sent ? 1 : 0), Promise.SeenAsRecorded, $"{row} was seen {times} times");
    }

    /// <summary>All that models noted in turns that were taken, what others learned meanwhile, and nothing of drafts that were dropped.</summary>
    private void JudgeMemory(ModelChat chat)
    {
        var known = chat.Memory.Memory.Facts.Select(fact => fact.Text).Order(StringComparer.Ordinal);
        var learned = _learned.Where(one => one.Chat == chat.Id).Select(one => one.Fact).Order(StringComparer.Ordinal);
        Require(known.SequenceEqual(learned), Promise.DoneWithItsTurn, $"known of {chat.Id}: {string.Join(", ", known)}; learned: {string.Join(", ", learned)}");
    }

    private static void JudgeTexts(List<Sight> sights)
    {
        var twice = sights.Where(sight => sight.Text.StartsWith('r')).GroupBy(sight => sight.Text).FirstOrDefault(same => same.DistinctBy(sight => sight.RowId).Count() > 1);
        Require(twice is null, Promise.SeenOnce, $"«{twice?.Key}» was seen through different rows");
    }

    private void JudgeOrder(ModelChat chat, List<Sight> sights)
    {
        sights = sights.FindAll(sight => !_erasedRows.Contains(sight.RowId));
        var certain = sights.Where(sight => chat.Outbox.Exists(row => row.Row.Id == sight.RowId && !row.Row.Uncertain)).ToList();
        for (var i = 1; i < certain.Count; i++)
        {
            var inOrder = (certain[i - 1].Turn, certain[i - 1].Part).CompareTo((certain[i].Turn, certain[i].Part)) <= 0;
            Require(inOrder, Promise.InOrder, $"«{certain[i].Text}» was seen after «{certain[i - 1].Text}»");
        }

        var unknown = sights.Find(sight => !chat.Outbox.Exists(row => row.Row.Id == sight.RowId));
        Require(unknown is null, Promise.SeenAsRecorded, $"«{unknown?.Text}» was seen and is no row");
    }
}
