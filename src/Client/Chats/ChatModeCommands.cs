using System.CommandLine;
using MultiBot.Client.Commands;
using MultiBot.Client.Output;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Problems;
using MultiBot.Grains.Abstractions;
using MultiBot.Grains.Abstractions.Girls;

namespace MultiBot.Client.Chats;

/// <summary><c>chats takeover|handback|pause|resume</c></summary>
internal static class ChatModeCommands
{
    public static Command Create(CommandRunner runner, string name, string description, Func<IGirlGrain, Task<Answer<ChatModeChanged>>> change)
    {
        var bot = Ids.Bot();
        var chat = Ids.Chat();
        return runner.Command(name, description, RunAsync, bot, chat);

        async Task<int> RunAsync(CommandCall call)
        {
            var key = new ChatKey(call.Get(bot), call.Get(chat));
            var answer = await change((await call.ConnectAsync()).Girl(key));
            return call.Show(answer, changed => ModeJson.Of(key.Chat, changed), changed => call.Terminal.Line(Sentence(key, changed)));
        }
    }

    private static string Sentence(ChatKey key, ChatModeChanged changed)
    {
        var sentence = $"{key}: {Json.Word(changed.Mode)}.";
        if (changed.Cancelled > 0) sentence += $" Cancelled before leaving: {changed.Cancelled}.";
        if (changed.StillSending > 0) sentence += $" Already leaving, may still arrive: {changed.StillSending}.";
        return sentence;
    }
}
