using Microsoft.Extensions.AI;
using MultiBot.Domain.Replies;
using MultiBot.Replies.Generation;
using MultiBot.Replies.Llm;

namespace MultiBot.Replies.Tools;

/// <summary>One attempt with tools: asks, answers the calls, asks again; in the last round the model has to write.</summary>
internal sealed class ToolRounds(Func<IReadOnlyList<ChatMessage>, ChatOptions, CancellationToken, Task<ChatResponse>> ask, ChatOptions chat, string model)
{
    /// <summary>Times that the model is asked. Each costs a whole prompt, and a person waits.</summary>
    public const int Most = 3;

    public async Task<ReplyOutcome> RunAsync(Question question, IReadOnlyList<ChatMessage> prompt, CancellationToken cancellation)
    {
        var (desk, messages, usage) = (question.OpenDesk(), new List<ChatMessage>(prompt), new UsageDetails());
        for (var round = 1; ; round++)
        {
            var response = await ask(messages, OptionsOf(question, isLast: round == Most), cancellation);
            if (response.Usage is { } used) usage.Add(used);
            var calls = response.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>().ToArray();
            if (calls.Length == 0 || round == Most)
            {
                response.Usage = usage;
                var outcome = ResponseReader.Read(response, model);
                return outcome is ReplyOutcome.Written written ? written with { Calls = desk.Calls } : outcome;
            }

            messages.AddRange(response.Messages);
            messages.Add(desk.Take(calls));
        }
    }

    private ChatOptions OptionsOf(Question question, bool isLast)
    {
        var options = chat.Clone();
        options.Tools = [.. question.Tools];
        options.ToolMode = isLast ? ChatToolMode.None : ChatToolMode.Auto;
        return options;
    }
}
