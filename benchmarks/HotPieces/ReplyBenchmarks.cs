using BenchmarkDotNet.Attributes;
using MultiBot.Domain.Replies;
using MultiBot.Replies.Generation;
using MultiBot.Replies.Prompts;

namespace MultiBot.HotPieces;

/// <summary>Around the model: the prompt before, the text after.</summary>
[MemoryDiagnoser]
public class ReplyBenchmarks
{
    private const int MaxCharacters = 60_000;

    private readonly string reply = SomeChat.Reply;

    private readonly ReplyRequest request = new()
    {
        Bot = SomeChat.Bot,
        Chat = SomeChat.Key.Chat,
        ContactName = SomeChat.Advance.ContactName,
        History = SomeChat.History,
        Unanswered = [SomeChat.Message],
        Now = SomeChat.Now,
    };

    [Benchmark]
    public object BuildPrompt() => PromptBuilder.Build(request, MaxCharacters);

    [Benchmark]
    public string? TidyText() => ReplyText.Tidy(reply, SomeChat.Bot.Name, SomeChat.Bot.Llm.MaxOutputTokens);
}
