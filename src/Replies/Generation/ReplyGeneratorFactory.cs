using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Replies;
using MultiBot.Replies.Guards;
using MultiBot.Replies.Llm;
using MultiBot.Replies.Offline;
using MultiBot.Replies.Speech;

namespace MultiBot.Replies.Generation;

/// <summary>
/// Keeps one generator per bot, made anew only when the bot's LLM settings change (a changed key among them; persona and the like
/// travel with each request). Safe to call from anywhere at once.
/// </summary>
internal sealed partial class ReplyGeneratorFactory(LlmParts parts, ILogger<ReplyGeneratorFactory> logger) : IReplyGeneratorFactory, IDisposable
{
    private readonly ConcurrentDictionary<BotId, Entry> _entries = new();
    private readonly Lock _changing = new();
    private readonly OfflineReplyGenerator _offline = new();
    private readonly UnusableReplyGenerator _unusable = new();

    public IReplyGenerator For(BotConfig bot) => EntryOf(bot).Generator;

    public IMemoryAnalyst AnalystFor(BotConfig bot) => EntryOf(bot).Analyst;

    public IVoiceListener? ListenerFor(BotConfig bot) => bot.Llm.SpeechModel is null ? null : EntryOf(bot).Listener;

    public void Forget(BotId bot)
    {
        _ = parts.Budgets.ReleaseAsync(bot);
        lock (_changing)
        {
            if (_entries.TryRemove(bot, out var entry)) entry.Release();
        }
    }

    public void Dispose()
    {
        foreach (var bot in _entries.Keys) Forget(bot);
    }

    private Entry EntryOf(BotConfig bot)
    {
        if (_entries.TryGetValue(bot.BotId, out var entry) && entry.Settings == bot.Llm) return entry;

        lock (_changing)
        {
            if (_entries.TryGetValue(bot.BotId, out entry) && entry.Settings == bot.Llm) return entry;
            var made = Make(bot);
            _entries[bot.BotId] = made;
            entry?.Release();
            return made;
        }
    }

    private Entry Make(BotConfig bot)
    {
        switch (LlmTarget.Of(bot.Llm, parts.Options))
        {
            case LlmTarget.Online online:
                var generator = new LlmReplyGenerator(new BotModels(bot, online, parts), new DraftCheck(online.Key), _offline);
                var listener = bot.Llm.SpeechModel is { } speech ? new VoiceListener(online, speech, parts) : null;
                return new Entry(bot.Llm, generator, generator, listener, generator);
            case LlmTarget.Unusable unusable:
                Unusable(bot.BotId, unusable.Reason);
                return new Entry(bot.Llm, _unusable, _unusable, null, null);
            default:
                return new Entry(bot.Llm, _offline, _offline, null, null);
        }
    }

    [LoggerMessage(EventName = "LlmSettingsUnusable", Level = LogLevel.Warning, Message = "Bot {BotId} cannot ask its model: {Reason}")]
    private partial void Unusable(BotId botId, string reason);

    private sealed record Entry(LlmConfig Settings, IReplyGenerator Generator, IMemoryAnalyst Analyst, IVoiceListener? Listener, IDisposable? Owned)
    {
        public void Release() => Owned?.Dispose();
    }
}
