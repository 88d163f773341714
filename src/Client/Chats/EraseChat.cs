using System.CommandLine;
using MultiBot.Client.Commands;
using MultiBot.Domain.Chats;
using MultiBot.Grains.Abstractions;
using MultiBot.Grains.Abstractions.Girls;

namespace MultiBot.Client.Chats;

/// <summary><c>chats erase</c>: a person and all that is held of them.</summary>
internal static class EraseChat
{
    public static Command Create(CommandRunner runner)
    {
        var bot = Ids.Bot();
        var chat = Ids.Chat();
        var yes = Confirmation.Yes();
        return runner.Command("erase", "Erase a person: everything the bot holds of the chat, for good", RunAsync, bot, chat, yes);

        async Task<int> RunAsync(CommandCall call)
        {
            var key = new ChatKey(call.Get(bot), call.Get(chat));
            var sure = await Confirmation.AskAsync(call, yes, $"Erase all that {key.Bot} holds of chat {key.Chat}? It can't be undone.");
            if (sure is null) return call.Misuse("Erasing can't be undone: add --yes.");
            if (sure is false) return call.Fail("Nothing was erased.");
            var answer = await (await call.ConnectAsync()).Girl(key).Erase();
            return call.Show(answer, erased => new ErasedJson(erased.Cancelled, erased.StillSending), erased => call.Terminal.Line(Sentence(key, erased)));
        }
    }

    private static string Sentence(ChatKey key, ChatErased erased)
    {
        var sentence = $"{key} is erased.";
        if (erased.Cancelled > 0) sentence += $" Cancelled before leaving: {erased.Cancelled}.";
        if (erased.StillSending > 0) sentence += $" Already leaving, may still arrive: {erased.StillSending}.";
        return sentence;
    }
}

internal sealed record ErasedJson(int Cancelled, int StillSending);
