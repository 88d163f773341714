using System.Diagnostics;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Replies;
using MultiBot.Domain.Storage;

namespace MultiBot.Domain.Telemetry;

/// <summary>
/// The trace of a message, from its arrival to the reply's last part: <c>receive</c> (the root) with <c>store received</c>, then <c>turn</c>
/// with <c>generate</c>, <c>store turn</c>, <c>send</c> and <c>store outcome</c>. Ids, counts and codes, never a word that somebody
/// wrote. Whatever is not recorded has no trace to travel with, so that nothing further is made of it.
/// </summary>
public static class MessageSpans
{
    public const string Receive = "receive";
    public const string StoreReceived = "store received";
    public const string Turn = "turn";
    public const string Generate = "generate";
    public const string StoreTurn = "store turn";
    public const string StoreDraft = "store draft";
    public const string StorePlan = "store plan";
    public const string StoreMode = "store mode";
    public const string Claim = "store claim";
    public const string Send = "send";
    public const string StoreOutcome = "store outcome";

    /// <summary>The code of a step whose result the store could not tell.</summary>
    public const string NoAnswer = "storage.unavailable";

    private static readonly ActivitySource Source = new(TelemetryNames.Spans);

    /// <summary>False: nobody listens, and nothing is to be prepared.</summary>
    public static bool AreWanted => Source.HasListeners();

    /// <summary>The traces of new messages, each with its storing; answers the chat with what carries them on.</summary>
    public static ChatAdvance Received(BotId bot, ChatAdvance chat, DateTimeOffset arrivedAt, DateTimeOffset storing, DateTimeOffset stored)
    {
        if (!AreWanted || chat.Messages.Length == 0) return chat;
        var key = new ChatKey(bot, chat.Chat);
        return chat with { Messages = [.. chat.Messages.Select(message => message with { Trace = Received(key, message, arrivedAt, storing, stored) })] };
    }

    /// <summary>Begins a turn in the trace of the newest message that it answers, linked to those of the others. Null: that one is not recorded.</summary>
    public static Activity? BeginTurn(ChatKey chat, IReadOnlyList<InboxMessage> answers)
    {
        if (answers is not [.., var newest] || !TryParse(newest.Trace, out var parent)) return null;
        var links = answers.SkipLast(1).Select(message => TryParse(message.Trace, out var other) ? new ActivityLink(other) : default).Where(link => link != default);
        return Begin(Turn, ActivityKind.Internal, parent, chat, links)?.SetTag("messages", answers.Count);
    }

    /// <summary>Begins what a step does, and makes it current: what is logged within belongs to it. Null: the step is not recorded.</summary>
    public static Activity? BeginStep(string name, ActivityKind kind, string? trace, ChatKey chat) =>
        trace is not null && TryParse(trace, out var parent) ? Begin(name, kind, parent, chat, links: null) : null;

    /// <summary>What carries the trace on; null when it is not recorded.</summary>
    public static string? TraceOf(Activity? activity) => activity is { Recorded: true } ? activity.Id : null;

    /// <summary>How a step ended; a code means in trouble.</summary>
    public static void Ended(this Activity? activity, string outcome, string? code = null)
    {
        if (activity is null) return;
        activity.SetTag(TelemetryNames.Outcome, outcome);
        if (code is not null) activity.SetTag(TelemetryNames.Code, code).SetStatus(ActivityStatusCode.Error, code);
    }

    public static void Written(this Activity? activity, ReplyOutcome outcome)
    {
        if (activity is null) return;
        activity.Ended(outcome is ReplyOutcome.Written ? "written" : "failed", (outcome as ReplyOutcome.Failed)?.Code);
        if (outcome is ReplyOutcome.Written { Usage: var usage })
            activity.SetTag("gen_ai.response.model", usage.Model).SetTag("gen_ai.usage.input_tokens", usage.InputTokens).SetTag("gen_ai.usage.output_tokens", usage.OutputTokens);
    }

    public static void Stored<TResult>(this Activity? activity, SliceAnswer<TResult> answer)
        where TResult : class => activity.Ended(answer switch
    {
        SliceAnswer<TResult>.Accepted => "accepted",
        SliceAnswer<TResult>.Conflict => "conflict",
        _ => "stale",
    });

    public static void Sent(this Activity? activity, OutgoingMessage message, SendOutcome outcome)
    {
        if (activity is null) return;
        activity.SetTag("message_id", message.RowId).SetTag("part", message.Part);
        activity.Ended(SendOutcomes.NameOf(outcome), SendOutcomes.CodeOf(outcome));
    }

    private static string? Received(ChatKey chat, InboxMessage message, DateTimeOffset arrivedAt, DateTimeOffset storing, DateTimeOffset stored)
    {
        var before = Activity.Current;
        // A trace begins here, whatever the work belongs to that happens to be under way.
        Activity.Current = null;
        try
        {
            using var receive = Source.StartActivity(Receive, ActivityKind.Consumer, parentContext: default, startTime: arrivedAt);
            if (receive is not { Recorded: true }) return null;
            Describe(receive, chat).SetTag("message_id", message.Id).SetTag("kind", message.Kind.ToString());
            using (var store = Source.StartActivity(StoreReceived, ActivityKind.Client, receive.Context, startTime: storing))
            {
                if (store is not null) Describe(store, chat).SetEndTime(stored.UtcDateTime);
            }

            receive.SetEndTime(stored.UtcDateTime);
            return receive.Id;
        }
        finally
        {
            Activity.Current = before;
        }
    }

    private static Activity? Begin(string name, ActivityKind kind, ActivityContext parent, ChatKey chat, IEnumerable<ActivityLink>? links)
    {
        var activity = Source.StartActivity(name, kind, parent, tags: null, links);
        return activity is null ? null : Describe(activity, chat);
    }

    private static Activity Describe(Activity activity, ChatKey chat) =>
        activity.SetTag(TelemetryNames.Bot, chat.Bot.Value).SetTag(TelemetryNames.Chat, chat.Chat.Value);

    private static bool TryParse(string? trace, out ActivityContext context) => ActivityContext.TryParse(trace, traceState: null, isRemote: true, out context);
}
