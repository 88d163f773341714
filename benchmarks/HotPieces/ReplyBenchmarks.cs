using BenchmarkDotNet.Attributes;
using MultiBot.Domain.Replies;
using MultiBot.Replies.Generation;
using MultiBot.Replies.Prompts;

namespace MultiBot.HotPieces;

/// <summary>Around the model: the prompt before, the text after.</summary>
[MemoryDiagnoser]
public class ReplyBenchmarks
{
    private const int AmpleTokens = 20_000;
    private const int ScarceTokens = 400;

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

    private readonly string message = SomeChat.Said;

    /// <summary>All of it fits, as usual: nothing is counted.</summary>
    [Benchmark]
    public object BuildPrompt() => PromptBuilder.Build(request, AmpleTokens);

    /// <summary>Not all of it fits: what was not counted before is.</summary>
    [Benchmark]
    public object BuildScarcePrompt() => PromptBuilder.Build(request, ScarceTokens);

    [Benchmark]
    public int CountTokens() => TokenCount.Of(message);

    [Benchmark]
    public string? TidyText() => ReplyText.Tidy(reply, SomeChat.Bot.Name, SomeChat.Bot.Llm.MaxOutputTokens);
}
