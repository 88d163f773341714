using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;
using MultiBot.Domain.Memory;
using MultiBot.Domain.Replies;

namespace MultiBot.Replies.Tools;

/// <summary>
/// Takes the calls of one reply's model: checks them and answers, but does nothing; what is to be done is written down. A model's arguments are
/// no more trusted than its words. One for each attempt.
/// </summary>
internal sealed class ToolDesk(ReplyRequest request)
{
    /// <summary>Calls of one reply. A model that calls more is going in circles.</summary>
    public const int MostCalls = 5;

    private const int LongestText = 500;
    private const string WallTime = "yyyy-MM-dd'T'HH:mm";

    /// <summary>What is to be done within a minute can be said at once, and what is further away than this is no appointment.</summary>
    private static readonly (TimeSpan Least, TimeSpan Most) Ahead = (TimeSpan.FromMinutes(1), TimeSpan.FromDays(60));

    private readonly IReadOnlyList<string> _tools = ToolNames.Of(request.Bot, request.Chat);
    private readonly List<ToolCall> _calls = [];

    public IReadOnlyList<ToolCall> Calls => [.. _calls];

    /// <summary>What the model is told in return, as a message of its own.</summary>
    public ChatMessage Take(IEnumerable<FunctionCallContent> calls) => new(ChatRole.Tool, [.. calls.Select(Take)]);

    private AIContent Take(FunctionCallContent call)
    {
        var arguments = JsonSerializer.SerializeToElement(call.Arguments ?? new Dictionary<string, object?>());
        var (result, asked) = _calls.Count >= MostCalls ? Refused("enough calls for one reply; write it now") : Read(call, arguments);
        if (_calls.Count < MostCalls)
            _calls.Add(new ToolCall(Cut(call.Name, ToolCall.LongestName), Cut(arguments.GetRawText(), ToolCall.LongestArguments), result, asked));
        return new FunctionResultContent(call.CallId, result);
    }

    private (string Result, ToolRequest? Request) Read(FunctionCallContent call, JsonElement arguments)
    {
        if (!_tools.Contains(call.Name, StringComparer.Ordinal)) return Refused("there is no such tool");
        if (call.Exception is not null || !ToolSchemas.Fits(call.Name, arguments)) return Refused("the arguments do not fit the schema");
        return call.Name switch
        {
            ToolNames.Remember => Remember(Text(arguments, "topic"), MemoryText.OneLine(arguments.GetProperty("text").GetString(), MemoryLimits.FactText)),
            ToolNames.WriteAgain => WriteAgain(arguments.GetProperty("at").GetString()!, Text(arguments, "about")),
            _ => AskOperator(Text(arguments, "question")),
        };
    }

    private (string Result, ToolRequest? Request) Remember(string topic, string text)
    {
        if (MemoryText.Key(text).Length == 0) return Refused("there is nothing to note in the text");
        var key = MemoryText.Key(topic);
        var own = request.Bot.Persona.FocusTopics.FirstOrDefault(known => MemoryText.Key(known) == key)?.Trim();
        return ("Noted.", new ToolRequest.Remember(own ?? Fact.OtherTopic, text));
    }

    private (string Result, ToolRequest? Request) WriteAgain(string wall, string about)
    {
        if (!DateTime.TryParseExact(wall, WallTime, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)) return Refused("\"at\" is no time like 2026-01-31T18:00");
        var at = InZone(local);
        if (at < request.Now + Ahead.Least || at > request.Now + Ahead.Most) return Refused("that time is over, or too far away");
        return ("Arranged, unless the rules of writing first forbid it then.", new ToolRequest.WriteAgain(at, about));
    }

    private static (string Result, ToolRequest? Request) AskOperator(string question) =>
        question.Length == 0 ? Refused("there is no question") : ("Passed on. Do not promise an answer.", new ToolRequest.AskOperator(question));

    /// <summary>By the clock that the prompt told; a time that a change of clocks skips is the one after it.</summary>
    private DateTimeOffset InZone(DateTime local)
    {
        var name = MemoryMerge.TimeZoneOf(request.Memory.TimeZone?.Value) ?? request.Bot.Persona.TimeZone;
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)) zone = TimeZoneInfo.Utc;
        if (zone.IsInvalidTime(local)) local = local.AddHours(1);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }

    private static (string Result, ToolRequest? Request) Refused(string why) => ($"Refused: {why}.", null);

    private static string Text(JsonElement arguments, string name) => MemoryText.OneLine(arguments.GetProperty(name).GetString(), LongestText);

    private static string Cut(string text, int longest) => text.Length <= longest ? text : text[..longest];
}
