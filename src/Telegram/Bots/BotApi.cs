using System.Globalization;
using System.Text.Json;
using MultiBot.Domain.Messages;
using MultiBot.Telegram.Http;
using Telegram.Bot;
using Telegram.Bot.Requests;
using Telegram.Bot.Types.Enums;
using ChatId = MultiBot.Domain.Chats.ChatId;

namespace MultiBot.Telegram.Bots;

/// <summary>
/// The calls of one bot account. Each is tried exactly once and throws what <see cref="TelegramErrors"/> understands. Time-outs
/// are ours, by the injected clock.
/// </summary>
internal sealed class BotApi
{
    private readonly TelegramBotClient polls;
    private readonly TelegramBotClient sends;
    private readonly FileDownload files;
    private readonly TelegramOptions options;
    private readonly TimeProvider time;

    public BotApi(string baseUrl, BotToken token, PoolLease pools, TelegramOptions options, TimeProvider time)
    {
        polls = Connect(baseUrl, token, pools.Polls);
        sends = Connect(baseUrl, token, pools.Sends);
        files = new FileDownload(baseUrl, token, pools.Sends);
        (Token, this.options, this.time) = (token, options, time);
    }

    public BotToken Token { get; }

    /// <summary>Everything Telegram has behind the offset, at once or when something comes; empty after <paramref name="wait"/>.</summary>
    public async Task<JsonElement> GetUpdatesAsync(long? offset, TimeSpan wait, CancellationToken cancellation)
    {
        using var limit = Limit(wait + options.PollGrace, cancellation);
        return await polls.SendRequest(new UpdatesRequest { Offset = offset, Timeout = (int)wait.TotalSeconds }, limit.Token);
    }

    /// <summary>The account's @name without the @.</summary>
    public async Task<string?> GetUsernameAsync(CancellationToken cancellation)
    {
        using var limit = Limit(options.SendTimeout, cancellation);
        return (await polls.SendRequest(new GetMeRequest(), limit.Token)).Username;
    }

    /// <summary>Waiting updates are kept: they are people's messages.</summary>
    public async Task RemoveWebhookAsync(CancellationToken cancellation)
    {
        using var limit = Limit(options.SendTimeout, cancellation);
        await polls.SendRequest(new DeleteWebhookRequest { DropPendingUpdates = false }, limit.Token);
    }

    /// <summary>A text with its entities; nothing in it is markup. Answers the message's id.</summary>
    public async Task<long> SendAsync(OutgoingMessage message, CancellationToken cancellation)
    {
        using var limit = Limit(options.SendTimeout, cancellation);
        var request = new TextRequest { ChatId = message.Chat.Value, Text = message.Text, Entities = EntityRequest.Of(message.Entities), ReplyParameters = ReplyRequest.To(message.ReplyTo) };
        return TextRequest.IdIn(await sends.SendRequest(request, limit.Token));
    }

    public async Task ShowTypingAsync(ChatId chat, CancellationToken cancellation)
    {
        using var limit = Limit(options.TypingTimeout, cancellation);
        await sends.SendRequest(new SendChatActionRequest { ChatId = chat.Value, Action = ChatAction.Typing }, limit.Token);
    }

    /// <summary>Null when it is larger, or when Telegram has it no more. Telegram gives a bot files of up to 20 MB (core.telegram.org/bots/api#getfile).</summary>
    public async Task<byte[]?> DownloadAsync(string fileId, int maxBytes, CancellationToken cancellation)
    {
        using var limit = Limit(options.DownloadTimeout, cancellation);
        var file = await sends.SendRequest(new GetFileRequest { FileId = fileId }, limit.Token);
        return file.FilePath is { Length: > 0 } path && (file.FileSize is null || file.FileSize <= maxBytes) ? await files.FetchAsync(path, maxBytes, limit.Token) : null;
    }

    /// <summary>
    /// The library gets a stand-in for the token and believes it talks to Telegram: <see cref="BotRequestHandler"/> puts the real
    /// address in. Its own retries are off, they would hide floods and could double a message.
    /// </summary>
    private static TelegramBotClient Connect(string baseUrl, BotToken token, SocketsHttpHandler sockets) => new(
        new TelegramBotClientOptions(string.Create(CultureInfo.InvariantCulture, $"{token.Number}:-")) { RetryCount = 0, RetryThreshold = 0 },
        new HttpClient(new BotRequestHandler(baseUrl, token, sockets), disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan });

    private TimeLimit Limit(TimeSpan limit, CancellationToken cancellation) => new(limit, time, cancellation);

    /// <summary>A token that is cancelled when the caller's is, or when the time is up.</summary>
    private sealed class TimeLimit : IDisposable
    {
        private readonly CancellationTokenSource clock;
        private readonly CancellationTokenRegistration caller;

        public TimeLimit(TimeSpan limit, TimeProvider time, CancellationToken cancellation)
        {
            clock = new CancellationTokenSource(limit, time);
            caller = cancellation.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), clock);
        }

        public CancellationToken Token => clock.Token;

        public void Dispose()
        {
            caller.Dispose();
            clock.Dispose();
        }
    }
}
