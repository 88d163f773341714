using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace MultiBot.Sandbox.Load;

/// <summary>A bot that answers everything, and the people who keep it busy. Raw HTTP: the client must cost little.</summary>
internal sealed class BotUnderLoad(int number, int chats, HttpClient botApi, HttpClient control) : IDisposable
{
    private const int PeopleWriteAtOnce = 50;
    private const int MostInFlight = 100;

    private readonly string botPath = string.Create(CultureInfo.InvariantCulture, $"/bot{number}:load-secret/");
    private readonly byte[] batch = ComposeBatch(number, chats);
    private readonly SemaphoreSlim room = new(MostInFlight);
    private long answered;

    /// <summary>Messages that were delivered and answered.</summary>
    public long Answered => Interlocked.Read(ref answered);

    public Task Run(CancellationToken stop) => Task.WhenAll(Feed(stop), Poll(stop));

    public void Dispose() => room.Dispose();

    private async Task Feed(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            for (var at = 0; at < PeopleWriteAtOnce; at++)
                await room.WaitAsync(stop);
            using var answer = await control.PostAsync("/control/messages", Json(batch), stop);
            answer.EnsureSuccessStatusCode();
        }
    }

    private async Task Poll(CancellationToken stop)
    {
        var offset = 0;
        while (!stop.IsCancellationRequested)
        {
            var wish = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"offset":{{offset}},"limit":100,"timeout":10}"""));
            using var answer = await botApi.PostAsync(botPath + "getUpdates", Json(wish), stop);
            answer.EnsureSuccessStatusCode();
            var (last, people) = Read(await answer.Content.ReadAsByteArrayAsync(stop));
            if (people.Count > 0)
                offset = last + 1;
            await Task.WhenAll(people.Select(chatId => Say(chatId, stop)));
        }
    }

    private async Task Say(long chatId, CancellationToken stop)
    {
        var body = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$$"""{"chat_id":{{{chatId}}},"text":"And what did you do then?","link_preview_options":{"is_disabled":true}}"""));
        using var answer = await botApi.PostAsync(botPath + "sendMessage", Json(body), stop);
        answer.EnsureSuccessStatusCode();
        Interlocked.Increment(ref answered);
        room.Release();
    }

    private static (int LastId, List<long> People) Read(byte[] body)
    {
        using var document = JsonDocument.Parse(body);
        var (last, people) = (0, new List<long>());
        foreach (var update in document.RootElement.GetProperty("result"u8).EnumerateArray())
        {
            last = update.GetProperty("update_id"u8).GetInt32();
            people.Add(update.GetProperty("message"u8).GetProperty("chat"u8).GetProperty("id"u8).GetInt64());
        }

        return (last, people);
    }

    private static ByteArrayContent Json(byte[] body) => new(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    private static byte[] ComposeBatch(int number, int chats)
    {
        var messages = Enumerable.Range(0, PeopleWriteAtOnce).Select(at =>
        {
            var person = 1_000 + (at % chats);
            return string.Create(
                CultureInfo.InvariantCulture,
                $$$"""{"token":{{{number}}},"chatId":{{{person}}},"from":{"id":{{{person}}},"firstName":"Person"},"text":"I went to the market today, message {{{at}}}"}""");
        });
        return Encoding.UTF8.GetBytes($"[{string.Join(',', messages)}]");
    }
}
