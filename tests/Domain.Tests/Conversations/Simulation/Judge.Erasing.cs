using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;

namespace MultiBot.Domain.Tests.Conversations.Simulation;

/// <summary>Who was erased stays so, and nobody is written to first more often than may be.</summary>
internal sealed partial class Judge
{
    /// <summary>Turns that nobody asked for.</summary>
    public int Unasked { get; private set; }

    /// <summary>Called while the chat is still whole.</summary>
    public void Erased(ModelChat chat)
    {
        // What the persona says to everybody in the same words has no number; an operator may say the same again to who came back.
        var said = chat.Outbox.Where(row => row.Row.By is Author.Persona).Select(row => row.Row.Text).Where(text => text.Any(char.IsDigit));
        _erasedTexts.UnionWith(chat.Inbox.Select(message => message.Text).Concat(said).Concat(chat.Typed.Select(message => message.Text)));
        _erased.UnionWith(chat.Typed.Select(message => (chat.Id, message.SourceId)));
        _humans.Remove(chat.Id);
        _erasedRows.UnionWith(chat.Outbox.Select(row => row.Row.Id));
        foreach (var (_, source) in _written.Where(written => written.Chat == chat.Id).ToList())
        {
            _written.Remove((chat.Id, source));
            _erased.Add((chat.Id, source));
        }

        _learned.RemoveWhere(learned => learned.Chat == chat.Id);
        _answered.RemoveWhere(answered => answered.Chat == chat.Id);
        _plans.Remove(chat.Id);
        // An operator's words are made from nothing, and that they were said is forgotten with the rest: said again, they go to the one who came back.
        foreach (var (turn, _) in _turns.Where(turn => turn.Value.Chat == chat.Id && turn.Value.By is Author.Operator).ToList())
            _turns.Remove(turn);
        _wroteFirst.Remove(chat.Id);
    }

    public void Stored(ModelChat chat, long source) =>
        Require(!_erased.Contains((chat.Id, source)), Promise.ErasedStaysErased, $"message {source} of {chat.Id}, from before the erasure, is stored");

    public void Learned(ModelChat chat) => Require(
        !Prompt.TextsOf(chat.Memory.Memory).Any(_erasedTexts.Contains), Promise.ErasedStaysErased, $"{chat.Id} is remembered from before: {chat.Memory.Memory.Summary}");

    public void Planned(ModelChat chat) => _plans[chat.Id] = chat.Initiative.Revision;

    public void WroteFirst(ModelChat chat, InitiativeClaim claim)
    {
        Unasked++;
        Require(_plans.Remove(chat.Id, out var planned) && planned == claim.Revision, Promise.PlanTakenAsItStands, $"plan {claim.Revision} of {chat.Id} is carried out; it stands at {planned}");
        var asked = claim.MaxPerBotAndDay == int.MaxValue;
        var count = _wroteFirst[chat.Id] = _wroteFirst.GetValueOrDefault(chat.Id) + (asked ? 0 : 1);
        _wroteFirstInAll += asked ? 0 : 1;
        Require(count <= autonomy.MaxPerDay, Promise.CapsKept, $"{count} messages were written first to {chat.Id} in a day");
        Require(_wroteFirstInAll <= autonomy.MaxPerBotAndDay, Promise.CapsKept, $"{_wroteFirstInAll} messages were written first in a day");
    }
}
