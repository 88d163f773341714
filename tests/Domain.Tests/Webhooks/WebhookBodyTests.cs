using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Events;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Secrets;
using MultiBot.Domain.Storage;
using MultiBot.Domain.Webhooks;

namespace MultiBot.Domain.Tests.Webhooks;

public sealed class WebhookBodyTests
{
    private static readonly LoggedEvent Received = new(7, new DomainEvent
    {
        Type = EventTypes.MessageReceived, Bot = BotId.Parse("anna"), Chat = new ChatId(5), At = DateTimeOffset.UnixEpoch, Data = """{"messageId":9}""",
    });

    [Fact]
    public void Text_GoesAlongWithItsKindAndDirection()
    {
        var message = new MessageItem { Id = 9, Outgoing = true, Kind = MessageKind.Text, Text = "Привет \"you\"\n", At = DateTimeOffset.UnixEpoch, By = Author.Persona };

        var body = Json(WebhookBody.Write(Received, message));

        Assert.Equal(("out", "text", "Привет \"you\"\n"), (body.GetProperty("direction").GetString(), body.GetProperty("kind").GetString(), body.GetProperty("text").GetString()));
        Assert.Equal((7, 9), (body.GetProperty("seq").GetInt64(), body.GetProperty("data").GetProperty("messageId").GetInt64()));
        Assert.Equal(JsonValueKind.Null, Json(WebhookBody.Write(Received, message with { Deleted = true })).GetProperty("text").ValueKind);
        Assert.Equal(JsonValueKind.Null, Json(WebhookBody.Write(Received, null)).GetProperty("text").ValueKind);
        Assert.False(Json(WebhookBody.Write(Received)).TryGetProperty("text", out _));
    }

    [Theory]
    [InlineData("""{"messageId":9}""", 9L)]
    [InlineData("""{"messageId":"9"}""", null)]
    [InlineData("{}", null)]
    [InlineData("[]", null)]
    public void Message_IsFoundInTheData(string data, long? message) => Assert.Equal(message, WebhookBody.MessageOf(Received.Event with { Data = data }));

    [Fact]
    public void Id_HoldsNoFullStop() => Assert.Equal("wh_ab_7", WebhookBody.MessageId(WebhookId.Parse("wh_ab"), 7));

    /// <summary>The example of the specification (standardwebhooks.com, «Signature scheme»), and the same reckoned by hand.</summary>
    [Fact]
    public void Signature_IsThatOfTheConvention()
    {
        var secret = new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        var body = """{"test": 2432232314}"""u8;

        var signature = WebhookSignature.Sign(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body);

        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", signature);
        var key = Convert.FromBase64String("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        Assert.Equal("v1," + Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes("""msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{"test": 2432232314}"""))), signature);
    }

    [Theory]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", true)]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", false)]
    [InlineData("whsec_", false)]
    [InlineData("whsec_not base64 at all, by no means", false)]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZI", false)]
    public void Secret_HasItsPrefixAndEnoughBytes(string text, bool isSecret) => Assert.Equal(isSecret, WebhookSignature.IsSecret(text));

    private static JsonElement Json(byte[] body) => JsonDocument.Parse(body).RootElement;
}
