using System.Text.Json;
using Telegram.Bot;
using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;

namespace MultiBot.Sandbox.Tests;

/// <summary>One bot under test: its Telegram.Bot client, and what the control face does around it.</summary>
public sealed class TestBot(SandboxHost host, int number, string token)
{
    public const long Ann = 7_001;

    public SandboxHost Host => host;

    public int Number => number;

    public string Token => token;

    public TelegramBotClient Client { get; } = host.ClientFor(token);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>A person writes; answers the message id.</summary>
    public async Task<int> Hear(string text, long chatId = Ann) =>
        (await host.Post("control/messages", new { token, chatId, from = new { id = chatId, firstName = "Ann" }, text })).GetProperty("id").GetInt32();

    public Task<JsonElement> HearRaw(object message) => host.Post("control/messages", message);

    public Task<Update[]> Poll(int? offset = null, int? limit = null, int timeout = 0, IEnumerable<UpdateType>? allowed = null) =>
        Client.GetUpdates(offset, limit, timeout, allowed, Cancelled);

    public Task<Message> Say(string text, long chatId = Ann) => Client.SendMessage(chatId, text, cancellationToken: Cancelled);

    /// <summary>What the person of a chat saw.</summary>
    public async Task<JsonElement[]> Seen(long chatId = Ann, string query = "") =>
        [.. (await host.Get($"control/chats/{number}/{chatId}{query}")).EnumerateArray()];

    public async Task<JsonElement[]> Journal() =>
        [.. (await host.Get($"control/journal?token={number}")).GetProperty("items").EnumerateArray()];

    public Task<JsonElement> Break(object fault) => host.Post("control/faults", fault);
}
