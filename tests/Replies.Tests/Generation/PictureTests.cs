using System.Collections.Concurrent;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Replies;
using MultiBot.Replies.Llm;
using MultiBot.Replies.Tests.Stub;

namespace MultiBot.Replies.Tests.Generation;

public sealed class PictureTests
{
    private static readonly byte[] Jpeg = [0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3];
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 13, 10];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(LlmProvider.OpenAi, false)]
    [InlineData(LlmProvider.OpenAi, true)]
    [InlineData(LlmProvider.Azure, false)]
    public async Task Photo_ForAModelThatSees_IsShownBesideItsWords(LlmProvider provider, bool streaming)
    {
        await using var stub = await LlmStub.StartAsync();
        await using var host = new RepliesHost(null, ("Streaming", streaming.ToString()));
        var bot = Bot(stub, provider);

        var reply = await AskAsync(host, bot, new Shelf(("photo", Jpeg)), Photo(1, "photo", "What is it?"), Some.Message("Well?", id: 2));

        Assert.IsType<ReplyOutcome.Written>(reply);
        var call = Assert.Single(stub.Calls);
        Assert.Equal([("user", "[sent this picture] What is it?"), ("user", "Well?")], call.Messages[1..]);
        Assert.Equal(["data:image/jpeg;base64," + Convert.ToBase64String(Jpeg)], call.Pictures);
    }

    [Fact]
    public async Task Pictures_SentAsFiles_AreShownAndTheNewestOnly()
    {
        await using var stub = await LlmStub.StartAsync();
        await using var host = new RepliesHost(null, ("PicturesPerReply", "2"));
        var file = Some.Message("", MessageKind.Document, id: 3) with { Details = new MessageDetails { FileId = "png", MimeType = "image/png", FileName = "plan.png" } };

        await AskAsync(host, Bot(stub), new Shelf(("1", Jpeg), ("2", Jpeg), ("png", Png)), Photo(1, "1"), Photo(2, "2"), file);

        var call = Assert.Single(stub.Calls);
        Assert.Equal(["[sent a photo]", "[sent this picture]", "[sent this picture]"], call.Messages[1..].Select(message => message.Text));
        Assert.Equal(["data:image/jpeg", "data:image/png"], call.Pictures.Select(picture => picture.Split(';')[0]));
    }

    [Theory]
    [InlineData("gpt-4.1-mini", null, true, 1)]
    [InlineData("gpt-4.1-mini", false, true, 0)]
    [InlineData("gpt-4.1-mini", null, false, 0)]
    [InlineData("gpt-3.5-turbo", null, true, 0)]
    [InlineData("gpt-3.5-turbo", true, true, 1)]
    public async Task Photo_ForAModelThatDoesNotSee_IsNotEvenFetched(string model, bool? vision, bool media, int fetched)
    {
        await using var stub = await LlmStub.StartAsync();
        await using var host = new RepliesHost();
        var bot = Bot(stub, model: model);
        bot = bot with { Llm = bot.Llm with { Vision = vision }, Features = new FeatureFlags { Media = media } };
        var shelf = new Shelf(("photo", Jpeg));

        await AskAsync(host, bot, shelf, Photo(1, "photo"));

        Assert.Equal((fetched, fetched), (shelf.Fetched.Count, Assert.Single(stub.Calls).Pictures.Length));
    }

    [Fact]
    public async Task Picture_ThatIsNone_IsToldInWords()
    {
        await using var stub = await LlmStub.StartAsync();
        await using var host = new RepliesHost(null, ("MaxPictureBytes", "10000"));
        var shelf = new Shelf(("html", "<html>no picture</html>"u8.ToArray()), ("empty", []));
        var large = Photo(4, "large") with { Details = new MessageDetails { FileId = "large", FileSize = 10_001 } };

        await AskAsync(host, Bot(stub), shelf, Photo(1, "html"), Photo(2, "empty"), Photo(3, "gone"), large);

        var call = Assert.Single(stub.Calls);
        Assert.Equal(Enumerable.Repeat("[sent a photo]", 4), call.Messages[1..].Select(message => message.Text));
        Assert.Empty(call.Pictures);
        Assert.DoesNotContain("large", shelf.Fetched);
    }

    [Fact]
    public async Task Pictures_WhenTheEndpointRefusesThem_AreLeftOutOnce()
    {
        await using var stub = await LlmStub.StartAsync(call => call.Pictures.Length > 0 ? new StubAnswer.Status(400) : new StubAnswer.Says("I can't see it."));
        await using var host = new RepliesHost();

        var reply = Assert.IsType<ReplyOutcome.Written>(await AskAsync(host, Bot(stub), new Shelf(("photo", Jpeg)), Photo(1, "photo")));

        Assert.Equal(("I can't see it.", 2), (reply.Text, stub.Calls.Count));
    }

    [Fact]
    public async Task Draft_ThatBecameStale_StopsFetching()
    {
        await using var stub = await LlmStub.StartAsync();
        await using var host = new RepliesHost();
        using var stale = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var shelf = new Shelf { Gate = new TaskCompletionSource() };
        var request = Some.Request(Bot(stub)) with { Media = shelf, Unanswered = [Photo(1, "photo")] };
        var asked = host.Factory.For(request.Bot).GenerateAsync(request, stale.Token);

        await stale.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        Assert.Empty(stub.Calls);
    }

    [Theory]
    [InlineData(LlmProvider.OpenAi, "gpt-4o-mini", true)]
    [InlineData(LlmProvider.OpenAi, "gpt-5", true)]
    [InlineData(LlmProvider.Azure, "gpt-41-eu", true)]
    [InlineData(LlmProvider.OpenAi, "o3-mini", false)]
    [InlineData(LlmProvider.OpenAi, "gpt-4", false)]
    [InlineData(LlmProvider.Azure, "my-deployment", false)]
    [InlineData(LlmProvider.Compatible, "gpt-4o", false)]
    public void Model_ByItsName_SeesOrNot(LlmProvider provider, string model, bool sees) => Assert.Equal(sees, ModelTraits.Sees(provider, model));

    private static BotConfig Bot(LlmStub stub, LlmProvider provider = LlmProvider.OpenAi, string model = "gpt-4.1-mini") =>
        Some.Bot(endpoint: provider is LlmProvider.Azure ? stub.Root : stub.OpenAi, provider: provider, model: model);

    private static InboxMessage Photo(long id, string file, string caption = "") =>
        Some.Message(caption, MessageKind.Photo, id) with { Details = new MessageDetails { FileId = file, FileSize = 7 } };

    private static Task<ReplyOutcome> AskAsync(RepliesHost host, BotConfig bot, Shelf shelf, params InboxMessage[] messages) =>
        host.Factory.For(bot).GenerateAsync(Some.Request(bot) with { Media = shelf, Unanswered = messages }, Cancellation);

    private sealed class Shelf(params (string Id, byte[] Bytes)[] files) : IMediaSource
    {
        public ConcurrentQueue<string> Fetched { get; } = new();

        public TaskCompletionSource? Gate { get; init; }

        public async Task<MediaFile?> FetchAsync(string fileId, int maxBytes, CancellationToken cancellation)
        {
            Fetched.Enqueue(fileId);
            if (Gate is not null) await Gate.Task.WaitAsync(cancellation);
            var file = files.FirstOrDefault(file => file.Id == fileId);
            return file.Bytes is null ? null : new MediaFile { Bytes = file.Bytes };
        }
    }
}
