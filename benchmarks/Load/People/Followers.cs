using System.Globalization;
using System.IO.Pipelines;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text.Json;

namespace MultiBot.Load.People;

/// <summary>
/// Streams of a silo's events. Of one, which gets all, it is noted how old each event is when it is here; the others are only read, as
/// cheaply as can be, so that they cost the silo and not the driver.
/// </summary>
internal sealed class Followers(Uri silo, string key, TimeProvider time) : IAsyncDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { UseCookies = false })
    {
        BaseAddress = silo,
        Timeout = Timeout.InfiniteTimeSpan,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key), Accept = { new MediaTypeWithQualityHeaderValue("text/event-stream") } },
    };

    private readonly CancellationTokenSource over = new();
    private readonly Lock ages = new();
    private readonly List<Task> reading = [];
    private Interval interval = new();
    private long bytes;

    /// <summary>What has come over all streams but the one that is measured.</summary>
    public long Bytes => Interlocked.Read(ref bytes);

    /// <summary>Begins to note how old events are that come.</summary>
    public async Task WatchAsync(CancellationToken cancelled) => reading.Add(WatchAsync(await OpenAsync("/api/v1/events", cancelled)));

    /// <summary>Further streams; completes when each of them stands.</summary>
    /// <param name="bots">The bot of each stream; null: all bots.</param>
    /// <param name="cancelled">Gives it up.</param>
    public async Task FollowAsync(IEnumerable<long?> bots, CancellationToken cancelled)
    {
        foreach (var bot in bots)
        {
            var stream = await OpenAsync(bot is { } one ? string.Create(CultureInfo.InvariantCulture, $"/api/v1/events?botId=load-{one}") : "/api/v1/events", cancelled);
            reading.Add(DrainAsync(stream));
        }
    }

    /// <summary>The ages since the last cut.</summary>
    public Interval Cut()
    {
        lock (ages) return Interlocked.Exchange(ref interval, new Interval());
    }

    /// <summary>A stream that has ended by itself makes its exception known.</summary>
    public void Check() => reading.Find(stream => stream.IsCompleted)?.GetAwaiter().GetResult();

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        await Task.WhenAll(reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        http.Dispose();
        over.Dispose();
    }

    private async Task<Stream> OpenAsync(string path, CancellationToken cancelled)
    {
        var response = await http.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancelled);
        if (!response.IsSuccessStatusCode)
            throw new InvalidOperationException($"The silo refused a stream ({(int)response.StatusCode}): {await response.Content.ReadAsStringAsync(cancelled)}");
        return await response.Content.ReadAsStreamAsync(cancelled);
    }

    private async Task WatchAsync(Stream stream)
    {
        await using (stream)
        {
            await foreach (var item in SseParser.Create(stream, static (_, data) => At(data)).EnumerateAsync(over.Token))
            {
                if (item.Data is not { } at)
                    continue;
                var age = time.GetUtcNow() - at;
                lock (ages) interval.Add(age);
            }
        }

        throw new InvalidOperationException("A stream of events has ended.");
    }

    private async Task DrainAsync(Stream stream)
    {
        var reader = PipeReader.Create(stream);
        while (true)
        {
            var read = await reader.ReadAsync(over.Token);
            Interlocked.Add(ref bytes, read.Buffer.Length);
            reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
                throw new InvalidOperationException("A stream of events has ended.");
        }
    }

    /// <summary>Null: no event, but a position.</summary>
    private static DateTimeOffset? At(ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty)
            return null;
        var reader = new Utf8JsonReader(data);
        return JsonElement.ParseValue(ref reader).GetProperty("at").GetDateTimeOffset();
    }
}
