using MultiBot.Domain.Contacts;
using MultiBot.Domain.Problems;
using MultiBot.Domain.Storage;
using MultiBot.Grains.Abstractions.Girls;

namespace MultiBot.Grains.Girls;

/// <summary>What an operator says of the person. Like every command, it has the chat read anew: a reply in the making is made again with it.</summary>
internal sealed partial class GirlGrain
{
    public async Task<Answer<ContactEdited>> EditContact(string json, long? expectedRevision)
    {
        var read = ContactEditReader.Read(json);
        return read.Value is { } edit ? await Command(brief => Edit(edit, brief.Epoch, expectedRevision)) : read.Problem!;
    }

    /// <summary>Null: somebody else changed it just now.</summary>
    private async Task<Answer<ContactEdited>?> Edit(ContactEdit edit, long epoch, long? expectedRevision)
    {
        var chat = await conversations.LoadAsync(Key, history: 0, replies: 0, CancellationToken.None);
        if (chat is { Version: 0, Turn: 0, NameIsGiven: false })
            return Problem.NotFound("chat.not_found", $"The bot «{Key.Bot}» has no chat {Key.Chat}.");

        var known = chat.Memory;
        if (expectedRevision is { } expected && expected != known.Revision)
            return Problem.Stale("config.revision_stale", "It was changed meanwhile; read it again and repeat your change.");
        if (edit.IsEmpty)
            return new ContactEdited { Revision = known.Revision };

        var slice = new MemorySlice
        {
            Bot = Key.Bot, Epoch = epoch, Chat = Key.Chat, Id = Guid.NewGuid(), Basis = known.Revision,
            Memory = edit.ApplyTo(known.Memory, silo.Time.GetUtcNow()), AnalyzedMessages = known.AnalyzedMessages, Card = edit.Card,
        };
        if (await conversations.CommitAsync(slice, CancellationToken.None) is SliceAnswer<MemoryStored>.Accepted { Result: var stored })
            return new ContactEdited { Revision = stored.Revision };
        return null;
    }
}
