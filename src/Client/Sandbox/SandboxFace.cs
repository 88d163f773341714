using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using MultiBot.Client.Output;
using MultiBot.Domain.Problems;

namespace MultiBot.Client.Sandbox;

/// <summary>One person's view of the sandbox, over its HTTP control face. Answers problems, throws nothing for the network.</summary>
internal sealed class SandboxFace : IDisposable
{
    private readonly HttpClient http;
    private readonly SandboxSeat seat;

    /// <param name="root">The sandbox's address, such as <c>http://127.0.0.1:5080/sandbox</c>.</param>
    /// <param name="seat">Who talks to which bot.</param>
    /// <param name="key">An admin key, asked for by a sandbox that is not on loopback; null: none is sent.</param>
    public SandboxFace(Uri root, SandboxSeat seat, string? key)
    {
        this.seat = seat;
        // A proxy of the environment is not for a sandbox next door; waits are bounded by the caller.
        http = new HttpClient(new SocketsHttpHandler { UseProxy = root.IsLoopback is false }) { BaseAddress = new Uri(root.AbsoluteUri.TrimEnd('/') + "/control/"), Timeout = Timeout.InfiniteTimeSpan };
        if (key is not null) http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    private string ChatPath => string.Create(CultureInfo.InvariantCulture, $"chats/{seat.AccountId}/{seat.ChatId}");

    /// <summary>How many messages the bot has ever sent into this chat.</summary>
    public async Task<Answer<SandboxChat>> CountAsync(CancellationToken cancellation)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"chats/{seat.AccountId}");
        var chats = await AskAsync<SandboxChat[]>(() => http.GetAsync(path, cancellation), cancellation);
        if (chats.Value is not { } list) return chats.Problem!;
        return list.FirstOrDefault(chat => chat.ChatId == seat.ChatId) ?? new SandboxChat(seat.ChatId, 0);
    }

    public Task<Answer<SandboxLine[]>> ReadAsync(CancellationToken cancellation) =>
        AskAsync<SandboxLine[]>(() => http.GetAsync(ChatPath, cancellation), cancellation);

    /// <summary>The chat once the bot has sent <paramref name="count"/> messages in all, or after <paramref name="wait"/>.</summary>
    public Task<Answer<SandboxLine[]>> FollowAsync(int count, TimeSpan wait, CancellationToken cancellation)
    {
        var seconds = (int)Math.Max(1, Math.Ceiling(wait.TotalSeconds));
        var path = string.Create(CultureInfo.InvariantCulture, $"{ChatPath}?waitFor={count}&timeout={seconds}");
        return AskAsync<SandboxLine[]>(() => http.GetAsync(path, cancellation), cancellation);
    }

    public Task<Answer<JsonDocument>> SayAsync(string text, CancellationToken cancellation)
    {
        var message = new SandboxMessage(seat.AccountId.ToString(CultureInfo.InvariantCulture), seat.ChatId, new SandboxPerson(seat.PersonId, seat.PersonName), text);
        return AskAsync<JsonDocument>(() => http.PostAsJsonAsync("messages", message, Json.Options, cancellation), cancellation);
    }

    public void Dispose() => http.Dispose();

    private async Task<Answer<T>> AskAsync<T>(Func<Task<HttpResponseMessage>> ask, CancellationToken cancellation)
        where T : class
    {
        try
        {
            using var response = await ask();
            if (!response.IsSuccessStatusCode) return await RefusalAsync(response, cancellation);
            return await response.Content.ReadFromJsonAsync<T>(Json.Options, cancellation)
                ?? (Answer<T>)Problem.Unavailable("sandbox.unreadable", "The sandbox answered nothing.");
        }
        catch (HttpRequestException trouble)
        {
            return Problem.Unavailable("sandbox.unreachable", $"The sandbox at {http.BaseAddress} does not answer: {trouble.Message}");
        }
        catch (JsonException)
        {
            return Problem.Unavailable("sandbox.unreadable", $"What answers at {http.BaseAddress} is no sandbox.");
        }
    }

    private async Task<Problem> RefusalAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var status = (int)response.StatusCode;
        if (response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true
            && await response.Content.ReadFromJsonAsync<SandboxProblem>(Json.Options, cancellation) is { Code: { } code } problem)
            return Problem.Invalid(code, problem.Detail ?? $"The sandbox answered {status}.");
        return status == 404
            ? Problem.NotFound("sandbox.off", $"There is no sandbox at {http.BaseAddress}: it is switched off (MultiBot:Sandbox:Enabled).")
            : Problem.Unavailable("sandbox.refused", $"The sandbox at {http.BaseAddress} answered {status}.");
    }
}

/// <summary>Who talks to which bot. A private chat's id is the person's.</summary>
internal sealed record SandboxSeat(long AccountId, long PersonId, string PersonName)
{
    public long ChatId => PersonId;
}
