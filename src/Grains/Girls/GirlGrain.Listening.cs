using MultiBot.Domain.Conversations;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Replies;

namespace MultiBot.Grains.Girls;

/// <summary>Voice messages are listened to before they are answered: once each, whatever becomes of the draft that wanted to know.</summary>
internal sealed partial class GirlGrain
{
    /// <summary>Under way.</summary>
    private readonly Dictionary<long, Task<string?>> _listening = [];

    private static bool HasToListen(IReadOnlyList<InboxMessage> messages)
    {
        foreach (var message in messages)
            if (message.Details is { FileId: not null, Transcript: null }) return true;
        return false;
    }

    /// <summary>The messages with what is said in them, as far as it can be had.</summary>
    private async Task<IReadOnlyList<InboxMessage>> Listen(IReadOnlyList<InboxMessage> messages, CancellationToken cancellation)
    {
        if (silo.Replies.ListenerFor(_brief!.Config) is not { } listener) return messages;
        var wanted = messages.Where(message => message.Details is { FileId: not null, Transcript: null } && listener.CanHear(message)).ToList();
        if (wanted.Count == 0) return messages;

        // A newer message ends this draft's wait, not the listening: the next draft finds it under way, or done.
        var heard = await Task.WhenAll(wanted.Select(async message => (message.Id, Words: await HearOnce(listener, message)))).WaitAsync(cancellation);
        var words = heard.ToDictionary(one => one.Id, one => one.Words);
        return [.. messages.Select(message => words.GetValueOrDefault(message.Id) is { } said ? message with { Details = message.Details! with { Transcript = said } } : message)];
    }

    private Task<string?> HearOnce(IVoiceListener listener, InboxMessage message)
    {
        if (_listening.TryGetValue(message.Id, out var underWay)) return underWay;
        var hearing = Hear(listener, message);
        if (!hearing.IsCompleted) _listening[message.Id] = hearing;
        return hearing;
    }

    /// <summary>Does not throw: what can't be heard is told as a voice message.</summary>
    private async Task<string?> Hear(IVoiceListener listener, InboxMessage message)
    {
        try
        {
            var request = new VoiceRequest { Bot = _brief!.Config, Chat = Key.Chat, Message = message, Media = new BotMedia(Bot) };
            if (await listener.HearAsync(request) is not { } words) return null;
            Drive(new ConversationOperation.Listened(message.Id, message.Details!.FileId!, words));
            return words;
        }
        catch (Exception exception)
        {
            ListeningFailed(exception, Key.Bot, Key.Chat.Value);
            return null;
        }
        finally
        {
            _listening.Remove(message.Id);
        }
    }
}
