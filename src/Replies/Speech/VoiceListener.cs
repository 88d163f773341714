using System.ClientModel;
using Microsoft.Extensions.Logging;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Memory;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Replies;
using MultiBot.Domain.Storage;
using MultiBot.Replies.Budgets;
using MultiBot.Replies.Generation;
using MultiBot.Replies.Llm;
using Polly;
using Polly.Timeout;

namespace MultiBot.Replies.Speech;

/// <summary>
/// What a bot hears with its speech model: fetched from Telegram, sent to the bot's endpoint with the bot's key, and kept by whoever asked. The sound
/// itself is kept nowhere. One for each set of LLM settings.
/// </summary>
internal sealed partial class VoiceListener(LlmTarget.Online target, string model, LlmParts parts) : IVoiceListener
{
    /// <summary>Opus, in which Telegram records voice, takes some 4 KB for a second; a length that is told far too short does not make it cheaper.</summary>
    private const int BytesPerSecond = 4_000;

    /// <summary>Characters that are kept: five minutes of a fast speaker have some six thousand.</summary>
    private const int LongestTranscript = 8_000;

    private readonly SpeechModel _model = new(parts.Clients.CreateSpeech(target, model), model);
    private readonly ResiliencePipeline<ReplyOutcome> _pipeline = new ResiliencePipelineBuilder<ReplyOutcome> { TimeProvider = parts.Time }
        .AddTimeout(new TimeoutStrategyOptions { Timeout = parts.Options.VoiceTimeout })
        .Build();

    private readonly ILogger _logger = parts.Logger;

    public bool CanHear(InboxMessage message) =>
        message is { Kind: MessageKind.Voice or MessageKind.VideoNote, Details: { FileId: not null, Transcript: null } details }
        && (details.Seconds ?? 0) <= parts.Options.LongestVoice.TotalSeconds && (details.FileSize ?? 0) <= parts.Options.MaxVoiceBytes;

    public async Task<string?> HearAsync(VoiceRequest request)
    {
        if (!request.Bot.Features.Media || !CanHear(request.Message)) return null;
        var started = parts.Time.GetTimestamp();
        var outcome = await parts.Voices.RunAsync(() => ListenAsync(request));
        var took = parts.Time.GetElapsedTime(started);
        if (outcome is null)
        {
            NoVoice(request.Bot.BotId, request.Chat);
            return null;
        }

        parts.Metrics.Record(request.Bot.BotId, Purpose.Speech, outcome, took);
        if (outcome is ReplyOutcome.Written written) return written.Text;
        NoWords(request.Bot.BotId, request.Chat, ((ReplyOutcome.Failed)outcome).Code, target.Host, took.TotalMilliseconds);
        return null;
    }

    /// <summary>Null: the file can't be had.</summary>
    private async Task<ReplyOutcome?> ListenAsync(VoiceRequest request)
    {
        if (await FetchAsync(request) is not { } sound) return null;
        if (parts.Budgets.Of(request.Bot) is not { } budget) return await AskAsync(request.Message, sound);
        return await WithinAsync(budget, request, sound);
    }

    private async Task<byte[]?> FetchAsync(VoiceRequest request)
    {
        using var patience = new CancellationTokenSource(parts.Options.VoiceTimeout, parts.Time);
        try
        {
            return (await request.Media.FetchAsync(request.Message.Details!.FileId!, parts.Options.MaxVoiceBytes, patience.Token))?.Bytes;
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            return null; // as if it were gone: nobody waits for it any longer
        }
    }

    private async Task<ReplyOutcome> WithinAsync(BotBudget budget, VoiceRequest request, byte[] sound)
    {
        var estimate = EstimateOf(request.Message, sound);
        Reservation? reserved;
        try
        {
            reserved = await budget.ReserveAsync(request.Bot, request.Chat, estimate, CancellationToken.None);
        }
        catch (StoreUnavailableException)
        {
            return LlmErrors.Failure(LlmErrors.BudgetUnknown);
        }

        if (reserved is null) return LlmErrors.Failure(LlmErrors.BudgetSpent);
        var taken = 0L;
        try
        {
            var outcome = await AskAsync(request.Message, sound);
            // What failed nobody can count; what was heard costs, even where the endpoint is silent about it.
            if (outcome is ReplyOutcome.Written written) taken = written.Usage.Tokens > 0 ? written.Usage.Tokens : estimate;
            return outcome;
        }
        finally
        {
            await budget.SettleAsync(reserved, taken);
        }
    }

    private long EstimateOf(InboxMessage message, byte[] sound)
    {
        var told = message.Details!.Seconds ?? 0;
        var bySize = message.Kind is MessageKind.Voice ? sound.Length / BytesPerSecond : 0;
        return Math.Max(1, Math.Max(told, bySize)) * (long)parts.Options.VoiceTokensPerSecond;
    }

    /// <summary>The edge to the SDK: whatever it throws becomes an outcome. Trouble that may be over in a moment is tried once more.</summary>
    private async Task<ReplyOutcome> AskAsync(InboxMessage message, byte[] sound)
    {
        var outcome = await AttemptAsync(message, sound);
        return outcome is ReplyOutcome.Failed failed && LlmErrors.IsWorthAnotherAttempt(failed.Code) && failed.RetryAfter is null ? await AttemptAsync(message, sound) : outcome;
    }

    private async Task<ReplyOutcome> AttemptAsync(InboxMessage message, byte[] sound)
    {
        try
        {
            return Kept(await _pipeline.ExecuteAsync(async cancellation => await _model.HearAsync(sound, NameOf(message), cancellation), CancellationToken.None));
        }
        catch (Exception exception)
        {
            AttemptFailed(model, target.Host, exception.GetType().Name, (exception as ClientResultException)?.Status ?? 0);
            return LlmErrors.Of(exception, parts.Time.GetUtcNow());
        }
    }

    /// <summary>A person's words, by way of a model: bounded, and storable.</summary>
    private static ReplyOutcome Kept(ReplyOutcome outcome)
    {
        if (outcome is not ReplyOutcome.Written heard) return outcome;
        var words = MemoryText.OneLine(heard.Text, LongestTranscript);
        if (words.Length == 0) return LlmErrors.Failure(LlmErrors.Empty);
        return heard with { Text = words };
    }

    /// <summary>Endpoints tell the format by the name.</summary>
    private static string NameOf(InboxMessage message) => message switch
    {
        { Kind: MessageKind.VideoNote } => "note.mp4",
        { Details.MimeType: "audio/mpeg" } => "voice.mp3",
        { Details.MimeType: "audio/mp4" or "audio/x-m4a" } => "voice.m4a",
        _ => "voice.ogg",
    };

    [LoggerMessage(EventName = "LlmNoVoice", Level = LogLevel.Information, Message = "Bot {BotId}, chat {ChatId}: a voice message could not be fetched; it is answered as one that was not heard")]
    private partial void NoVoice(BotId botId, ChatId chatId);

    [LoggerMessage(EventName = "LlmNoWords", Level = LogLevel.Warning, Message = "Bot {BotId}, chat {ChatId}: no words from {Host} after {Milliseconds:F0} ms: {Code}; the voice message is answered as one that was not heard")]
    private partial void NoWords(BotId botId, ChatId chatId, string code, string host, double milliseconds);

    /// <summary>The exception's kind only: its message may quote what the endpoint answered.</summary>
    [LoggerMessage(EventName = "LlmAttemptFailed", Level = LogLevel.Debug, Message = "An attempt with {Model} at {Host} failed: {Kind}, HTTP {Status}")]
    private partial void AttemptFailed(string model, string host, string kind, int status);
}
