using System.Net;
using Microsoft.Extensions.DependencyInjection;
using MultiBot.Domain.Idempotency;
using MultiBot.Silo.Tests.Fixtures;

namespace MultiBot.Silo.Tests.Api;

[Collection(OneSilo.Name)]
public sealed class IdempotencyTests(SharedSilo shared)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly byte[] Request = [1, 2, 3];

    private IIdempotency Store => shared.Silo.Services.GetRequiredService<IIdempotency>();

    [Fact]
    public async Task Claim_ByManyAtOnce_IsGrantedToOne()
    {
        var key = new IdempotencyKey("sender", "race");

        var claims = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Store.ClaimAsync(key, Request, Day, CancellationToken.None)));

        Assert.Single(claims.OfType<IdempotencyClaim.Granted>());
        Assert.Equal(19, claims.OfType<IdempotencyClaim.Unfinished>().Count());
    }

    [Fact]
    public async Task Claim_AfterTheAnswer_RepeatsItToItsSenderOnly()
    {
        var key = new IdempotencyKey("sender", "answered");
        await Store.ClaimAsync(key, Request, Day, CancellationToken.None);
        await Store.CompleteAsync(key, new KeptAnswer { Status = 201, ETag = "\"1\"", Body = [7] }, CancellationToken.None);

        var again = Assert.IsType<IdempotencyClaim.Answered>(await Store.ClaimAsync(key, Request, Day, CancellationToken.None));

        Assert.Equal((201, "\"1\"", (byte)7), (again.Answer.Status, again.Answer.ETag, again.Answer.Body.Single()));
        Assert.IsType<IdempotencyClaim.OtherRequest>(await Store.ClaimAsync(key, [9], Day, CancellationToken.None));
        Assert.IsType<IdempotencyClaim.Granted>(await Store.ClaimAsync(key with { Sender = "other" }, Request, Day, CancellationToken.None));
    }

    [Fact]
    public async Task Claim_GivenBackOrOutOfDate_IsFreeAgain()
    {
        var key = new IdempotencyKey("sender", "free");
        await Store.ClaimAsync(key, Request, Day, CancellationToken.None);
        await Store.ReleaseAsync(key, CancellationToken.None);
        Assert.IsType<IdempotencyClaim.Granted>(await Store.ClaimAsync(key, Request, Day, CancellationToken.None));

        Assert.IsType<IdempotencyClaim.Granted>(await Store.ClaimAsync(key, Request, -Day, CancellationToken.None));
    }

    [Fact]
    public async Task Request_RefusedForItsForm_MayUseItsKeyAgain()
    {
        async Task<HttpResponseMessage> Send(string body)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/bots") { Content = TestSilo.Json(body) };
            request.Headers.Add("Idempotency-Key", "second-try");
            return await shared.Silo.Client.SendAsync(request);
        }

        await (await Send("{ nonsense")).ProblemAsync(HttpStatusCode.BadRequest, "json.invalid");

        Assert.Equal(HttpStatusCode.Created, (await Send(TestSilo.Bot("second-try", 601))).StatusCode);
    }
}
