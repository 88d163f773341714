using System.Net;
using System.Text;
using MultiBot.Silo.Tests.Fixtures;

namespace MultiBot.Silo.Tests.Security;

/// <summary>Orleans' dashboard: for admins, in a browser by Basic, which is good for nothing else.</summary>
[Collection(OneSilo.Name)]
public sealed class ClusterDashboardTests(SharedSilo shared)
{
    [Theory]
    [InlineData("/orleans")]
    [InlineData("/orleans/")]
    [InlineData("/orleans/index.min.js")]
    [InlineData("/orleans/DashboardCounters")]
    public async Task Dashboard_WithoutAKeyOrWithAWrongOne_AsksForOneInABrowsersWay(string path)
    {
        foreach (var (authorization, code) in new[]
        {
            (null, "auth.key_required"), ("Basic %%%", "auth.key_required"), (Basic("nocolon", null), "auth.key_required"), (Basic("any", ""), "auth.key_required"),
            (Basic("any", "mb_wrong"), "auth.key_invalid"), (Basic(TestSilo.AdminKey, "x"), "auth.key_invalid"), ("Bearer mb_wrong", "auth.key_invalid"),
        })
        {
            using var answer = await GetAsync(path, authorization);
            await answer.ProblemAsync(HttpStatusCode.Unauthorized, code);
            var challenge = answer.Headers.WwwAuthenticate.Single();
            Assert.Equal(("Basic", "realm=\"MultiBot\", charset=\"UTF-8\""), (challenge.Scheme, challenge.Parameter));
        }
    }

    [Fact]
    public async Task Dashboard_WithAnAdminsKey_AnswersWhateverTheUserName()
    {
        foreach (var authorization in new[] { Basic("", TestSilo.AdminKey), Basic("anna", TestSilo.AdminKey), $"bearer {TestSilo.AdminKey}", Basic("x", await MakeAsync("""{"name":"a","role":"admin"}""")) })
        {
            using var page = await GetAsync("/orleans/", authorization);
            var silos = await CountersAsync(authorization);

            Assert.Contains("Orleans Dashboard", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            Assert.Contains("default-src 'self'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.Contains(shared.Silo.Identity.Name, silos, StringComparison.Ordinal);
        }
    }

    /// <summary>The dashboard looks at the silos every now and then; until it has done so for the first time it knows of none.</summary>
    private async Task<string> CountersAsync(string authorization)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (true)
        {
            using var answer = await GetAsync("/orleans/DashboardCounters", authorization);
            var text = await answer.Content.ReadAsStringAsync(patience.Token);
            if (!text.Contains("\"hosts\":[]", StringComparison.Ordinal)) return text;
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }

    [Fact]
    public async Task Dashboard_ShowsNoLog()
    {
        using var answer = await GetAsync("/orleans/Trace", Basic("x", TestSilo.AdminKey));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory]
    [InlineData("""{"name":"v","role":"viewer"}""")]
    [InlineData("""{"name":"o","role":"operator"}""")]
    [InlineData("""{"name":"b","role":"admin","bots":["demo"]}""")]
    public async Task Dashboard_WithAKeyOfLess_IsForbidden(string key)
    {
        using var answer = await GetAsync("/orleans/DashboardCounters", Basic("x", await MakeAsync(key)));

        await answer.ProblemAsync(HttpStatusCode.Forbidden, "auth.forbidden");
    }

    [Theory]
    [InlineData("/api/v1/bots")]
    [InlineData("/api/v1/keys")]
    [InlineData("/orleans-not")]
    public async Task Basic_ElsewhereThanOnTheDashboard_IsNoKey(string path)
    {
        using var answer = await GetAsync(path, Basic("x", TestSilo.AdminKey));

        await answer.ProblemAsync(HttpStatusCode.Unauthorized, "auth.key_required");
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.Single().Scheme);
    }

    private static string Basic(string user, string? password) =>
        "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(password is null ? user : $"{user}:{password}"));

    private async Task<HttpResponseMessage> GetAsync(string path, string? authorization)
    {
        using var client = shared.Silo.WithKey(null);
        if (authorization is not null) client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
        return await client.GetAsync(path);
    }

    private async Task<string> MakeAsync(string body) =>
        (string)(await (await shared.Silo.Client.PostAsync("/api/v1/keys", TestSilo.Json(body))).JsonAsync())["key"]!;
}
