using System.Net;
using System.Text.Json.Nodes;

namespace MultiBot.Silo.Tests.Fixtures;

internal static class Answers
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    public static async Task<JsonNode> JsonAsync(this HttpResponseMessage response) =>
        JsonNode.Parse(await response.Content.ReadAsStringAsync())!;

    /// <summary>Asserts problem details of this status and code, complete and without a stack.</summary>
    public static async Task<JsonNode> ProblemAsync(this HttpResponseMessage response, HttpStatusCode status, string code)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == status, $"{(int)response.StatusCode}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
        var problem = JsonNode.Parse(text)!;
        Assert.Equal(code, (string?)problem["code"]);
        Assert.Equal((int)status, (int?)problem["status"]);
        Assert.NotEmpty((string)problem["title"]!);
        Assert.NotEmpty((string)problem["detail"]!);
        return problem;
    }

    /// <summary>Looks until it is so: for states that only a poll can tell, as an operator would.</summary>
    public static async Task<JsonNode> UntilAsync(this HttpClient client, string path, Func<JsonNode, bool> isSo)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(LookEvery, TimeProvider.System);
        var last = "";
        try
        {
            while (true)
            {
                using var response = await client.GetAsync(path, patience.Token);
                last = await response.Content.ReadAsStringAsync(patience.Token);
                if (response.IsSuccessStatusCode && JsonNode.Parse(last) is { } node && isSo(node)) return node;
                await timer.WaitForNextTickAsync(patience.Token);
            }
        }
        catch (OperationCanceledException)
        {
            throw new InvalidOperationException($"{path} stayed {last}");
        }
    }
}
