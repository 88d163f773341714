using System.Globalization;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using MultiBot.Domain.Bots;
using MultiBot.Telegram.Updates;

namespace MultiBot.HotPieces;

/// <summary>One of Telegram's updates, from JSON to the Domain's record.</summary>
[MemoryDiagnoser]
public class UpdateBenchmarks
{
    private static readonly BotIdentity Self = new(1, "anna_bot", GroupPolicy.None);
    private JsonElement update;

    [GlobalSetup]
    public void Parse() => update = JsonElement.Parse(string.Create(
        CultureInfo.InvariantCulture,
        $$$"""{"update_id":200000001,"message":{"message_id":100,"from":{"id":7,"is_bot":false,"first_name":"Kim","language_code":"en"},"chat":{"id":7,"first_name":"Kim","type":"private"},"date":1772366400,"text":"{{{SomeChat.Said}}}"}}"""));

    [Benchmark]
    public object? Translate() => UpdateTranslator.Translate(update, Self, SomeChat.Now).Update;
}
