using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace MultiBot.Silo.Tests.Events;

/// <summary>A client of server-sent events, as the specification describes one.</summary>
internal sealed class EventFeed : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpResponseMessage _response;
    private readonly StreamReader _lines;

    private EventFeed(HttpResponseMessage response, Stream body) => (_response, _lines) = (response, new StreamReader(body));

    /// <summary>What a browser would send when it comes back.</summary>
    public string? LastEventId { get; private set; }

    public HttpResponseHeaders Headers => _response.Headers;

    /// <summary>Opens a stream and has read its beginning: what happens from here on is in it.</summary>
    public static async Task<EventFeed> OpenAsync(HttpClient client, string query = "", string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/events" + query);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (lastEventId is not null) request.Headers.Add("Last-Event-ID", lastEventId);
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        var feed = new EventFeed(response, await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        await feed.BlockAsync();
        return feed;
    }

    /// <summary>The next event; its name and id are those inside.</summary>
    public async Task<JsonNode> NextAsync()
    {
        while (true)
        {
            var block = await BlockAsync();
            if (!block.TryGetValue("data", out var data)) continue;
            var json = JsonNode.Parse(data)!;
            Assert.Equal(((string?)json["type"], ((long)json["seq"]!).ToString(System.Globalization.CultureInfo.InvariantCulture)), (block["event"], LastEventId));
            return json;
        }
    }

    /// <summary>Goes on until an event fits.</summary>
    public async Task<JsonNode> UntilAsync(Func<JsonNode, bool> fits)
    {
        while (true)
        {
            if (await NextAsync() is var next && fits(next)) return next;
        }
    }

    /// <summary>A sign of life that is no event.</summary>
    public async Task SignOfLifeAsync()
    {
        while ((await BlockAsync()).ContainsKey("data"))
        {
        }
    }

    /// <summary>Waits for the server to end the stream.</summary>
    public async Task EndAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        while (await _lines.ReadLineAsync(patience.Token) is not null)
        {
        }
    }

    public void Dispose()
    {
        _lines.Dispose();
        _response.Dispose();
    }

    private async Task<Dictionary<string, string>> BlockAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var fields = new Dictionary<string, string>();
        while (await _lines.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.Length == 0)
            {
                if (fields.TryGetValue("id", out var id)) LastEventId = id;
                return fields;
            }

            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon != 0) fields[line[..colon]] = line[(colon + 1)..].TrimStart();
        }

        throw new EndOfStreamException("The server has ended the stream.");
    }
}
