using System.CommandLine;
using MultiBot.Client.Commands;
using MultiBot.Domain.Chats;
using MultiBot.Grains.Abstractions;

namespace MultiBot.Client.Chats;

/// <summary><c>chats start</c>: the persona writes first.</summary>
internal static class StartTalk
{
    public static Command Create(CommandRunner runner)
    {
        var bot = Ids.Bot();
        var chat = Ids.Chat();
        return runner.Command("start", "Have the persona write first, now", RunAsync, bot, chat);

        async Task<int> RunAsync(CommandCall call)
        {
            var key = new ChatKey(call.Get(bot), call.Get(chat));
            var answer = await (await call.ConnectAsync()).Girl(key).StartTalk();
            return call.Show(answer, asked => new AskedJson(asked.At), _ => call.Terminal.Line($"{key}: the persona will write."));
        }
    }
}
