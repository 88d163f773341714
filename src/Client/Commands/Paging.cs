using System.CommandLine;
using MultiBot.Client.Output;
using MultiBot.Domain.Problems;
using MultiBot.Domain.Storage;

namespace MultiBot.Client.Commands;

/// <summary>Options of a list, and the walk through its pages.</summary>
internal sealed class Paging
{
    private const int DefaultLimit = 50;
    private const int LargestPage = 200;

    private readonly Option<int> limit = Amounts.Count("--limit", "Items of a page", LargestPage, DefaultLimit);
    private readonly Option<string?> after = new("--after") { Description = "Go on behind this cursor", HelpName = "cursor" };
    private readonly Option<bool> all = new("--all") { Description = "Every page" };

    public Option[] Options => [limit, after, all];

    public async Task<Answer<Page<T>>> ReadAsync<T>(CommandCall call, Func<string?, int, Task<Answer<Page<T>>>> read) =>
        call.Get(all) ? await ReadAllAsync(call.Get(after), read) : await read(call.Get(after), call.Get(limit));

    /// <summary>All pages behind a cursor as one.</summary>
    public static async Task<Answer<Page<T>>> ReadAllAsync<T>(string? cursor, Func<string?, int, Task<Answer<Page<T>>>> read)
    {
        var items = new List<T>();
        do
        {
            var answer = await read(cursor, LargestPage);
            if (answer.Value is not { } page) return answer;
            items.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);
        return new Page<T> { Items = [.. items] };
    }

    /// <summary>Tells a person that there is more; a script sees it in JSON.</summary>
    public static void ShowNext(Terminal terminal, string? next)
    {
        if (next is not null) terminal.ErrorLine($"There is more: --after {next}, or --all.");
    }
}
