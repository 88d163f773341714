using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text.Json;
using MultiBot.Cluster.Tests.Judging;

namespace MultiBot.Cluster.Tests.Fixtures;

/// <summary>
/// Follows the events of all bots over one silo after another: when a stream breaks, by whatever befalls the silo, it goes on at the next
/// one with the last id that it has, as a browser does.
/// </summary>
internal sealed class EventFollower : IAsyncDisposable
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(200);

    /// <summary>A silo that is frozen says nothing; signs of life come much more often.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(20);

    private readonly SiloCluster _cluster;
    private readonly CancellationTokenSource _over = new();
    private readonly TaskCompletionSource _follows = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _work;
    private string? _lastId;

    public EventFollower(SiloCluster cluster)
    {
        _cluster = cluster;
        _work = Task.Run(FollowAsync);
    }

    public ConcurrentQueue<SeenEvent> Seen { get; } = new();

    /// <summary>Streams that broke.</summary>
    public int Breaks { get; private set; }

    /// <summary>The silo whose stream it reads, or read last.</summary>
    public ClusterSilo? Silo { get; private set; }

    /// <summary>Completes when it is told of everything from now on.</summary>
    public async Task FollowsAsync() => await Task.WhenAny(_follows.Task, _work).Unwrap().WaitAsync(ClusterPlan.Current.Patience, TimeProvider.System);

    /// <summary>Throws why it does not follow any more.</summary>
    public void Check()
    {
        if (_work.IsCompleted) _work.GetAwaiter().GetResult();
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _over.Dispose();
    }

    private async Task FollowAsync()
    {
        for (var turn = 0; ; turn++)
        {
            var sound = _cluster.Silos.Where(silo => silo.IsSound).ToList();
            try
            {
                if (sound.Count > 0)
                {
                    Silo = sound[turn % sound.Count];
                    await FollowOneAsync(Silo.Process.Http, _over.Token);
                }
            }
            catch (Exception trouble) when (!_over.IsCancellationRequested && trouble is HttpRequestException or IOException or OperationCanceledException)
            {
                Breaks++;
            }

            await Task.Delay(PauseAfterFailure, TimeProvider.System, _over.Token);
        }
    }

    /// <summary>Until the stream ends.</summary>
    private async Task FollowOneAsync(HttpClient http, CancellationToken over)
    {
        using var silence = new CancellationTokenSource(Silence);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, over);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/events?type={SeenEvent.Received}&type={SeenEvent.Sent}");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (_lastId is not null) request.Headers.Add("Last-Event-ID", _lastId);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, end.Token);
        response.EnsureSuccessStatusCode();
        _follows.TrySetResult();
        var parser = SseParser.Create(await response.Content.ReadAsStreamAsync(end.Token), static (_, data) => data.IsEmpty ? null : Read(data));
        await foreach (var item in parser.EnumerateAsync(end.Token))
        {
            silence.CancelAfter(Silence);
            if (item.Data is { } one) Seen.Enqueue(one);
            // Not the parser's last id: that may be one of an event that was cut off.
            if (item.EventId is { Length: > 0 } id) _lastId = id;
        }
    }

    private static SeenEvent Read(ReadOnlySpan<byte> data)
    {
        var reader = new Utf8JsonReader(data);
        return SeenEvent.Read(JsonElement.ParseValue(ref reader));
    }
}
