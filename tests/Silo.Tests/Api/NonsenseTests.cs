using System.Net;
using System.Net.Http.Headers;
using System.Text;
using MultiBot.Silo.Tests.Fixtures;

namespace MultiBot.Silo.Tests.Api;

[Collection(OneSilo.Name)]
public sealed class NonsenseTests(SharedSilo shared)
{
    private HttpClient Client => shared.Silo.Client;

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("{\"botId\":\"a\",}")]
    public async Task Register_WhatIsNoJsonObject_IsRefused(string body) =>
        await (await Client.PostAsync("/api/v1/bots", TestSilo.Json(body))).ProblemAsync(HttpStatusCode.BadRequest, "json.invalid");

    [Fact]
    public async Task Register_BytesThatAreNoUtf8_AreRefused()
    {
        var body = new ByteArrayContent([(byte)'{', (byte)'"', 0xFF, (byte)'"', (byte)':', (byte)'1', (byte)'}']);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        await (await Client.PostAsync("/api/v1/bots", body)).ProblemAsync(HttpStatusCode.BadRequest, "json.invalid");
    }

    [Fact]
    public async Task Body_OfAnotherMediaType_IsRefused()
    {
        await (await Client.PostAsync("/api/v1/bots", new StringContent("{}", Encoding.UTF8, "text/plain")))
            .ProblemAsync(HttpStatusCode.UnsupportedMediaType, "body.media_type");
        await (await Client.PostAsync("/api/v1/keys", new StringContent("{}", Encoding.UTF8, "text/plain")))
            .ProblemAsync(HttpStatusCode.UnsupportedMediaType, "body.media_type");
    }

    [Fact]
    public async Task Body_AboveOneMebibyte_IsRefused()
    {
        var body = $$"""{"name":"{{new string('x', 1 << 20)}}"}""";

        // The body is held back until the server asks for it, so that its refusal is read and not a broken pipe.
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/bots") { Content = TestSilo.Json(body), Headers = { ExpectContinue = true } };

        await (await Client.SendAsync(request)).ProblemAsync(HttpStatusCode.RequestEntityTooLarge, "body.too_large");
    }

    [Fact]
    public async Task Route_ThatIsNone_IsNotFoundAndSaysSo()
    {
        await (await Client.GetAsync("/api/v1/nothing")).ProblemAsync(HttpStatusCode.NotFound, "route.unknown");
        await (await Client.GetAsync("/api/v1/nothing")).ProblemAsync(HttpStatusCode.NotFound, "route.unknown");
    }

    [Fact]
    public async Task Method_ThatAPathHasNot_IsRefused()
    {
        var response = await Client.DeleteAsync("/api/v1/bots");

        await response.ProblemAsync(HttpStatusCode.MethodNotAllowed, "route.method_not_allowed");
        Assert.Contains("GET", response.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("""{"name":"k","role":"king"}""", "/role", "field.type")]
    [InlineData("""{"name":"k","role":"viewer","colour":"red"}""", "/colour", "field.unknown")]
    [InlineData("""{"name":"k","role":"viewer","role":"admin"}""", "/role", "field.duplicate")]
    [InlineData("""{"name":null,"role":"viewer"}""", "/name", "field.type")]
    [InlineData("""{"name":"k","role":"viewer","bots":["UPPER"]}""", "/bots/0", "field.type")]
    [InlineData("""{"name":" ","role":"viewer"}""", "/name", "key.name")]
    [InlineData("""{"name":"k","role":"viewer","bots":[]}""", "/bots", "key.bots")]
    [InlineData("""{"name":"k","role":"viewer","expiresAt":"2001-01-01T00:00:00Z"}""", "/expiresAt", "key.expiry")]
    public async Task Key_ThatDoesNotFit_PointsAtTheField(string body, string pointer, string code)
    {
        var problem = await (await Client.PostAsync("/api/v1/keys", TestSilo.Json(body))).ProblemAsync(HttpStatusCode.BadRequest, "body.invalid");

        Assert.Equal((pointer, code), ((string?)problem["errors"]![0]!["pointer"], (string?)problem["errors"]![0]!["code"]));
    }

    [Fact]
    public async Task Key_WithAFieldMissing_NamesIt()
    {
        var problem = await (await Client.PostAsync("/api/v1/keys", TestSilo.Json("""{"name":"k"}"""))).ProblemAsync(HttpStatusCode.BadRequest, "body.invalid");

        Assert.Contains("role", (string?)problem["errors"]![0]!["message"], StringComparison.Ordinal);
    }
}
