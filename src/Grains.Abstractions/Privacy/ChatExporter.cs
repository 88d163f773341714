using MultiBot.Domain.Privacy;
using MultiBot.Domain.Problems;
using MultiBot.Domain.Storage;

namespace MultiBot.Grains.Abstractions.Privacy;

/// <summary>Writes a person's export page by page, for the API and the console alike: a chat is never in memory as a whole.</summary>
public static class ChatExporter
{
    private const int Page = 200;

    /// <summary>Writes what follows the head, to the end of the document.</summary>
    /// <exception cref="InvalidDataException">A page was refused half-way: the chat is gone, or the store.</exception>
    public static async Task WriteAsync(this IPrivacyGrain privacy, Stream to, ChatExportHead head, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var export = await ChatExportJson.BeginAsync(to, head, now, cancellation);
        await EachPageAsync(after => privacy.ListDecisions(head.Key, after, Page), items => export.AddAsync(items, cancellation));
        export.BeginDrafts();
        await EachPageAsync(after => privacy.ListDrafts(head.Key, after, Page), items => export.AddAsync(items, cancellation));
        export.BeginMessages();
        await EachPageAsync(after => privacy.ListHeld(head.Key, after, Page), items => export.AddAsync(items, cancellation));
        await export.EndAsync(cancellation);
    }

    private static async Task EachPageAsync<T>(Func<string?, Task<Answer<Page<T>>>> read, Func<T[], Task> write)
    {
        string? after = null;
        do
        {
            var answer = await read(after);
            if (answer.Value is not { } page) throw new InvalidDataException(answer.Problem?.ToString());
            await write(page.Items);
            after = page.Next;
        }
        while (after is not null);
    }
}
