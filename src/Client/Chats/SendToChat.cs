using System.CommandLine;
using MultiBot.Client.Commands;
using MultiBot.Client.Input;
using MultiBot.Client.Output;
using MultiBot.Domain.Chats;
using MultiBot.Grains.Abstractions;

namespace MultiBot.Client.Chats;

/// <summary><c>chats send</c>: as the operator.</summary>
internal static class SendToChat
{
    public static Command Create(CommandRunner runner)
    {
        var bot = Ids.Bot();
        var chat = Ids.Chat();
        var text = new Argument<string>("text") { Description = "What to say; - reads standard input" };
        return runner.Command("send", "Write to a person as the operator", RunAsync, bot, chat, text);

        async Task<int> RunAsync(CommandCall call)
        {
            var given = call.Get(text);
            // A mistyped option must not reach a person.
            if (given.StartsWith("--", StringComparison.Ordinal)) return call.Misuse($"There is no option {Plain.Cell(given)} here; a text that begins so goes through standard input.");
            if (given == InputText.StandardInput)
            {
                var read = await InputText.ReadAsync(call.Terminal, given, call.Cancellation);
                if (read.Value is null) return call.Refuse(read.Problem);
                given = read.Value.TrimEnd('\r', '\n');
            }

            if (string.IsNullOrWhiteSpace(given)) return call.Misuse("There is nothing to send.");
            var answer = await (await call.ConnectAsync()).Girl(new ChatKey(call.Get(bot), call.Get(chat))).Send(given);
            return call.Show(answer, accepted => new AcceptedJson(accepted.MessageId), accepted => call.Terminal.Line($"Accepted as message {accepted.MessageId}."));
        }
    }
}
