using Microsoft.Extensions.Time.Testing;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Replies;
using MultiBot.Replies.Tests.Stub;

namespace MultiBot.Replies.Tests.Speech;

public sealed class VoiceListenerTests
{
    private static readonly byte[] Ogg = [.. "OggS"u8, 1, 2, 3];

    [Theory]
    [InlineData(LlmProvider.OpenAi, "/v1/audio/transcriptions")]
    [InlineData(LlmProvider.Compatible, "/v1/audio/transcriptions")]
    [InlineData(LlmProvider.Azure, "/openai/deployments/whisper-1/audio/transcriptions")]
    public async Task Voice_IsSentToTheBotsEndpointWithItsKeyAndComesBackAsWords(LlmProvider provider, string path)
    {
        await using var stub = await LlmStub.StartAsync();
        await using var host = new RepliesHost();
        var bot = Bot(stub, provider);

        Assert.Equal("hello there", await HearAsync(host, bot, Voice()));

        var call = Assert.Single(stub.Voices);
        Assert.Equal((path, "voice.ogg"), (call.Path, call.FileName));
        Assert.Equal(Ogg, call.Sound);
        if (provider is not LlmProvider.Azure) Assert.Equal("whisper-1", call.Model);
        Assert.Contains(bot.Llm.ApiKey!.Reveal(), provider is LlmProvider.Azure ? call.ApiKey : call.Authorization, StringComparison.Ordinal);
    }

    [Fact]
    public async Task VideoMessage_IsHeardToo_ByAnotherName()
    {
        await using var stub = await LlmStub.StartAsync();
        await using var host = new RepliesHost();

        Assert.Equal("hello there", await HearAsync(host, Bot(stub), Voice() with { Kind = MessageKind.VideoNote }));

        Assert.Equal("note.mp4", Assert.Single(stub.Voices).FileName);
    }

    [Theory]
    [InlineData(MessageKind.Audio, 12, 7, true)]
    [InlineData(MessageKind.Voice, 301, 7, true)]
    [InlineData(MessageKind.Voice, 12, 20_000_001, true)]
    [InlineData(MessageKind.Voice, 12, 7, false)]
    public async Task Sound_ThatIsTooLongTooLargeOrNoSpeech_IsNotEvenFetched(MessageKind kind, int seconds, long size, bool media)
    {
        await using var stub = await LlmStub.StartAsync();
        await using var host = new RepliesHost();
        var bot = Bot(stub) with { Features = new FeatureFlags { Media = media } };
        var message = Voice() with { Kind = kind, Details = new MessageDetails { FileId = "voice", Seconds = seconds, FileSize = size } };
        var shelf = new Shelf(Ogg);

        Assert.Null(await HearAsync(host, bot, message, shelf));

        Assert.Equal((0, 0), (shelf.Fetched, stub.Voices.Count));
    }

    [Fact]
    public async Task Bot_WithoutASpeechModel_HasNobodyWhoListens()
    {
        await using var stub = await LlmStub.StartAsync();
        await using var host = new RepliesHost();

        Assert.Null(host.Factory.ListenerFor(Some.Bot(endpoint: stub.OpenAi)));
        Assert.Null(host.Factory.ListenerFor(Some.Bot(endpoint: null) with { Llm = new LlmConfig { SpeechModel = "whisper-1" } }));
    }

    [Fact]
    public async Task Trouble_IsTriedOnceMoreAndThenDoneWithout()
    {
        await using var stub = await LlmStub.StartAsync();
        await using var host = new RepliesHost();
        stub.Hears = _ => stub.Voices.Count == 1 ? new StubAnswer.Status(503) : new StubAnswer.Says("at last");
        Assert.Equal("at last", await HearAsync(host, Bot(stub), Voice()));

        stub.Hears = _ => new StubAnswer.Status(503);
        Assert.Null(await HearAsync(host, Bot(stub), Voice()));
        Assert.Equal(4, stub.Voices.Count);

        foreach (var answer in new StubAnswer[] { new StubAnswer.Status(400), new StubAnswer.Status(401), new StubAnswer.Raw("no JSON"), new StubAnswer.Raw("[]"), new StubAnswer.Says("  "), new StubAnswer.Drops() })
        {
            stub.Hears = _ => answer;
            Assert.Null(await HearAsync(host, Bot(stub), Voice()));
        }
    }

    [Fact]
    public async Task Endpoint_ThatDoesNotAnswerInTime_IsLeftWaiting()
    {
        await using var stub = await LlmStub.StartAsync();
        await using var host = new RepliesHost(null, ("VoiceTimeout", "00:00:00.3"));
        stub.Hears = _ => new StubAnswer.Hangs();

        Assert.Null(await HearAsync(host, Bot(stub), Voice()));
        Assert.Null(await HearAsync(host, Bot(stub), Voice(), new Shelf(Ogg) { Gate = new TaskCompletionSource().Task }));
    }

    [Fact]
    public async Task File_ThatIsGone_IsNotAskedAbout()
    {
        await using var stub = await LlmStub.StartAsync();
        await using var host = new RepliesHost();

        Assert.Null(await HearAsync(host, Bot(stub), Voice(), new Shelf(null)));
        Assert.Empty(stub.Voices);
    }

    [Theory]
    [InlineData(null, 127)]
    [InlineData("""{"text":"hello"}""", 180)]
    [InlineData("""{"text":"hello","usage":{"type":"duration","seconds":12}}""", 180)]
    public async Task Budget_CountsWhatTheEndpointTellsOrElseByTheSecond(string? answer, long taken)
    {
        await using var stub = await LlmStub.StartAsync();
        await using var host = new RepliesHost(new FakeTimeProvider(Some.Now));
        if (answer is not null) stub.Hears = _ => new StubAnswer.Raw(answer);
        var bot = Bot(stub) with { Llm = Bot(stub).Llm with { DailyTokenBudget = 1_000 } };

        Assert.NotNull(await HearAsync(host, bot, Voice()));
        host.Factory.Forget(bot.BotId);

        Assert.Equal(taken, host.Ledger.Taken(bot.BotId, new DateOnly(2026, 11, 22)));
    }

    [Fact]
    public async Task Budget_ThatIsSpent_HearsNothing_AndATooShortLengthIsNotBelieved()
    {
        await using var stub = await LlmStub.StartAsync();
        await using var host = new RepliesHost();
        var bot = Bot(stub) with { Llm = Bot(stub).Llm with { DailyTokenBudget = 1_000 } };
        var told = Voice() with { Details = new MessageDetails { FileId = "voice", Seconds = 1 } };

        // 300,000 bytes are 75 seconds and 1125 tokens, whatever its sender says.
        Assert.Null(await HearAsync(host, bot, told, new Shelf(new byte[300_000])));
        Assert.Empty(stub.Voices);
        Assert.NotNull(await HearAsync(host, bot, told));
    }

    [Fact]
    public async Task Words_AreOneBoundedLine_AndStandInThePromptBehindTheirBrackets()
    {
        await using var stub = await LlmStub.StartAsync();
        await using var host = new RepliesHost();
        stub.Hears = _ => new StubAnswer.Says("  Meet\nme \u0000 at nine " + new string('x', 20_000));
        var words = await HearAsync(host, Bot(stub), Voice());
        Assert.StartsWith("Meet me", words, StringComparison.Ordinal);
        Assert.InRange(words!.Length, 10, 8_000);

        var heard = Voice() with { Text = "see?", Details = Voice().Details! with { Transcript = "Meet me at nine" } };
        await host.Factory.For(Bot(stub)).GenerateAsync(Some.Request(Bot(stub)) with { Unanswered = [heard] }, TestContext.Current.CancellationToken);
        Assert.Equal("[sent a voice message, 12 s long, transcribed] Meet me at nine see?", stub.Calls[0].Messages[^1].Text);
    }

    [Fact]
    public async Task Log_HoldsNeitherWordsNorKey()
    {
        await using var stub = await LlmStub.StartAsync();
        await using var host = new RepliesHost();
        stub.Hears = call => call.FileName == "note.mp4" ? new StubAnswer.Status(400, """{"error":{"message":"secret-words"}}""") : new StubAnswer.Says("secret-words");

        await HearAsync(host, Bot(stub), Voice());
        await HearAsync(host, Bot(stub), Voice() with { Kind = MessageKind.VideoNote });

        Assert.Contains(host.Log.Lines, line => line.Contains("llm.bad_request", StringComparison.Ordinal));
        Assert.DoesNotContain(host.Log.Lines, line => line.Contains("secret-words", StringComparison.Ordinal) || line.Contains(Bot(stub).Llm.ApiKey!.Reveal(), StringComparison.Ordinal));
    }

    private static InboxMessage Voice() =>
        Some.Message("", MessageKind.Voice, 1) with { Details = new MessageDetails { FileId = "voice", FileSize = Ogg.Length, Seconds = 12, MimeType = "audio/ogg" } };

    private static BotConfig Bot(LlmStub stub, LlmProvider provider = LlmProvider.OpenAi)
    {
        var bot = Some.Bot(endpoint: provider is LlmProvider.Azure ? stub.Root : stub.OpenAi, provider: provider);
        return bot with { Llm = bot.Llm with { SpeechModel = "whisper-1" } };
    }

    private static Task<string?> HearAsync(RepliesHost host, BotConfig bot, InboxMessage message, Shelf? shelf = null) =>
        host.Factory.ListenerFor(bot)!.HearAsync(new VoiceRequest { Bot = bot, Chat = new ChatId(7), Message = message, Media = shelf ?? new Shelf(Ogg) });

    private sealed class Shelf(byte[]? bytes) : IMediaSource
    {
        public int Fetched { get; private set; }

        public Task? Gate { get; init; }

        public async Task<MediaFile?> FetchAsync(string fileId, int maxBytes, CancellationToken cancellation)
        {
            Fetched++;
            if (Gate is not null) await Gate.WaitAsync(cancellation);
            return bytes is null ? null : new MediaFile { Bytes = bytes };
        }
    }
}
