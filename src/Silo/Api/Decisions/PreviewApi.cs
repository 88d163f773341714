using Microsoft.Extensions.Options;
using MultiBot.Domain.Autonomy;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Storage;
using MultiBot.Silo.Api.Problems;
using Orleans.Configuration;

namespace MultiBot.Silo.Api.Decisions;

/// <summary><c>/bots/{botId}/preview</c>: the decisions of the days to come, made now under a clock that runs ahead.</summary>
internal static class PreviewApi
{
    private const int Days = 7;

    /// <summary>Looking ahead for more would keep a silo busy for seconds.</summary>
    private const int MostChats = 5000;

    public static async Task<IResult> Read(
        HttpContext context, IBotStore bots, IQueries queries, TimeProvider clock, IOptions<ClusterOptions> cluster, BotId botId, int? days)
    {
        if (days is < 1 or > AutonomyPreview.MaxDays) return ApiProblems.Parameter("days", $"must be 1 to {AutonomyPreview.MaxDays}.").Result();
        if (await bots.FindAsync(botId, context.RequestAborted) is not { } bot) return ApiProblems.BotUnknown(botId.Value).Result();

        var page = await queries.ListPlansAsync(botId, after: null, MostChats, context.RequestAborted);
        var now = clock.GetUtcNow();
        var rules = AutonomyRules.From(bot.Config);
        var lines = AutonomyPreview.Of(
            [.. page.Items.Where(chat => chat.Key.Chat.Value != bot.Config.AdminChatId).Select(chat => Of(chat, rules))],
            page.Items is [var first, ..] ? first.Initiative.BotDay : default, now, days ?? Days, ClusterSeed.Of(cluster.Value.ClusterId));
        return Results.Ok(new PreviewView { From = now, To = now.AddDays(days ?? Days), Complete = page.Next is null, Items = [.. lines.Select(PreviewItem.Of)] });
    }

    /// <summary>What was planned for another state of the chat will be cancelled: it is looked ahead for as if nothing were. What was arranged is kept.</summary>
    private static PreviewedChat Of(PlannedChat chat, AutonomyRules rules)
    {
        var state = chat.Initiative.In(chat.Key, chat.Basis, chat.Mode);
        var pending = state.Pending switch
        {
            { Kind: AutonomyKind.Arranged } arranged => arranged with { Basis = chat.Basis },
            { } planned when planned.Basis == chat.Basis => planned,
            _ => null,
        };
        return new PreviewedChat(state with { Pending = pending }, rules.In(chat.TimeZone));
    }
}

/// <summary>What a bot would write unasked.</summary>
public sealed record PreviewView
{
    public required DateTimeOffset From { get; init; }
    public required DateTimeOffset To { get; init; }

    /// <summary>False: the bot has more chats than were looked at.</summary>
    public required bool Complete { get; init; }

    /// <summary>What would be sent, by time; then the chats that would see nothing.</summary>
    public required PreviewItem[] Items { get; init; }
}

/// <summary>A message, or the reason for none.</summary>
public sealed record PreviewItem
{
    public required long ChatId { get; init; }

    /// <summary>Null: nothing would be sent.</summary>
    public required DateTimeOffset? At { get; init; }

    /// <summary><c>starter</c>, <c>followUp</c>, <c>arranged</c> or <c>asked</c>.</summary>
    public required string? Action { get; init; }

    /// <summary>0–1, that it came to be planned; 1 when it already is.</summary>
    public required double Probability { get; init; }

    /// <summary>A code of docs/decisions.md.</summary>
    public required string Reason { get; init; }

    internal static PreviewItem Of(PreviewLine line) => new()
    {
        ChatId = line.Chat.Chat.Value,
        At = line.At,
        Action = line.Kind is { } kind ? AutonomyKinds.NameOf(kind) : null,
        Probability = line.Probability,
        Reason = AutonomyReasons.CodeOf(line.Reason),
    };
}
