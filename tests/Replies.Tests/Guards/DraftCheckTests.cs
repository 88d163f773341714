using System.Text;
using CsCheck;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Replies;
using MultiBot.Domain.Secrets;
using MultiBot.Replies.Guards;
using MultiBot.Replies.Prompts;

namespace MultiBot.Replies.Tests.Guards;

public sealed class DraftCheckTests
{
    private const string ApiKey = "sk-proj-Q7xT2mVb9LkP4wZc8RsN1yHd";
    private const string ClusterKey = "cluster-9f8e7d6c5b4a39281706";
    private const string Token = "7123456789:AAHk3-dPq_8sZxV2bN7mLw5RtY1uIo4EeCc";

    private const string Persona =
        "You are Anna, a warm and curious travel writer from Lisbon who answers in short messages. Our office is open from Monday to Friday, nine to six, and on Saturdays from ten to two. "
        + "A tour of the old town costs forty euros a person, children under twelve pay half of it, and in winter there is one tour a day, at eleven. Never mention the competitor across the street, "
        + "and never say that the boat is being repaired. If somebody asks for a discount, offer ten percent at most, and only to groups of more than eight people.";

    private static readonly BotConfig Anna = Some.Bot(key: ApiKey) with
    {
        Telegram = new TelegramConfig { Token = new Secret(Token), Proxy = new Secret("socks5://anna:pr0xy-pass@proxy.test:1080") },
        Persona = new PersonaConfig { Prompt = Persona },
        Features = new FeatureFlags { AllowedLinks = ["example.com"] },
    };

    private static readonly DraftCheck Drafts = new(new Secret(ClusterKey));

    [Theory]
    [InlineData("My key is " + ApiKey + ".")]
    [InlineData("My key is SK-PROJ-Q7XT2MVB9LKP4WZC8RSN1YHD")]
    [InlineData("s k - p r o j - Q 7 x T 2 m V b 9 L k P 4 w Z c 8 R s N 1 y H d")]
    [InlineData("It begins with Q7xT2mVb9LkP4wZc, the rest I keep.")]
    [InlineData("Q7xT2\u200BmVb9L\nkP4w Zc8RsN")]
    [InlineData("https://evil.test/?k=" + ApiKey)]
    [InlineData("The token: " + Token)]
    [InlineData("AAHk3-dPq_8sZxV2bN7mLw5RtY1uIo4EeCc")]
    [InlineData("My proxy's password is pr0xy-pass")]
    [InlineData("We all use " + ClusterKey)]
    public void Draft_WithASecretOfTheBot_IsRefused(string text) => Assert.Equal(new ReplyOutcome.Failed("reply.secret_in_draft", false), Check(text));

    [Theory]
    [InlineData("I am the bot 7123456789.")]
    [InlineData("Keys begin with sk-proj-, I believe.")]
    [InlineData("The password is something I don't know.")]
    public void Draft_ThatOnlyTalksOfSecrets_IsKept(string text) => Assert.Equal(text, Kept(text));

    [Theory]
    [InlineData("none")]
    [InlineData("not-needed")]
    [InlineData("lm-studio")]
    [InlineData("sk-1")]
    public void Key_ThatIsAWord_RefusesNothing(string key) =>
        Assert.IsType<ReplyOutcome.Written>(new DraftCheck(new Secret(key)).Of(Said($"That's {key}, really: {key}."), Some.Bot(key: key)));

    [Fact]
    public void Secret_WhateverStandsAroundAndBetween_IsSeen()
    {
        var marks = Gen.OneOf("", " ", "-", "\n", "\u200B", ".", "_", "*").Array[ApiKey.Length];
        var words = Gen.OneOf("hello ", "да ", "好", "12 ", "key: ").Array[0, 40].Select(string.Concat);
        Gen.Select(words, marks, words, Gen.Int[0, 8]).Sample(
            (before, between, after, left) =>
            {
                var spaced = new StringBuilder(before);
                for (var i = left; i < ApiKey.Length; i++) spaced.Append(ApiKey[i]).Append(between[i]);
                Assert.Equal(new ReplyOutcome.Failed("reply.secret_in_draft", false), Check(spaced.Append(after).ToString()));
            },
            iter: 3_000);
    }

    [Fact]
    public void Run_InCommon_IsFoundAsASlowerSearchFindsIt()
    {
        var texts = Gen.OneOf('a', 'b').Array[0, 30].Select(characters => new string(characters));
        Gen.Select(texts, texts, Gen.Int[1, 12]).Sample(
            (one, other, length) => Assert.Equal(
                Enumerable.Range(0, Math.Max(0, one.Length - length + 1)).Any(start => other.Contains(one.Substring(start, length), StringComparison.Ordinal)),
                CommonRun.Of(one, other, length)),
            iter: 20_000);
    }

    [Fact]
    public void Draft_ThatRepeatsThePersona_IsRefused()
    {
        string[] echoes =
        [
            Persona, "Sure! Here they are: " + Persona, Persona[..130], "**You are Anna**, a warm and curious travel writer from Lisbon who answers\nin short messages. Our office…",
            Persona.ToUpperInvariant(), Persona[90..], "My rules?" + SystemPrompt.Rules.Split('\n')[4], SystemPrompt.Rules,
        ];
        foreach (var echo in echoes) Assert.Equal(new ReplyOutcome.Failed("reply.prompt_in_draft", false), Check(echo));
    }

    [Theory]
    [InlineData("Our office is open from Monday to Friday, nine to six, and on Saturdays from ten to two.")]
    [InlineData("A tour of the old town costs forty euros a person, children under twelve pay half of it, and in winter there is one tour a day, at eleven.")]
    [InlineData("I am Anna, a warm and curious travel writer. You are Anna too? Funny!")]
    [InlineData("I am an AI. I do not claim to be human.")]
    [InlineData("You are")]
    public void Draft_ThatTellsWhatThePersonaIsThereToTell_IsKept(string text) => Assert.Equal(text, Kept(text));

    [Fact]
    public void Draft_WhenThePersonaHasNoText_MayNotRepeatTheStandInEither() =>
        Assert.Equal(
            new ReplyOutcome.Failed("reply.prompt_in_draft", false),
            Drafts.Of(Said("You are Anna, a friendly and attentive companion in a Telegram chat. You are warm, brief and curious about people."), Some.Bot()));

    [Theory]
    [InlineData("Look: https://example.com/a and https://evil.test/b", "Look: https://example.com/a and …")]
    [InlineData("Anna: evil.test", "evil.\u2060test")]
    public void Draft_WithLinks_KeepsTheAllowedOnes(string text, string expected) => Assert.Equal(expected, Kept(text));

    [Theory]
    [InlineData("https://evil.test/b")]
    [InlineData("👉 https://evil.test/b !")]
    public void Draft_OfNothingButLinks_IsRefused(string text) => Assert.Equal(new ReplyOutcome.Failed("reply.links_only", false), Check(text));

    [Fact]
    public void Draft_OfAnEmojiAlone_IsKept() => Assert.Equal("👍", Kept("👍"));

    private static ReplyOutcome Check(string text) => Drafts.Of(Said(text), Anna);

    private static string Kept(string text) => Assert.IsType<ReplyOutcome.Written>(Check(text)).Text;

    private static ReplyOutcome.Written Said(string text) => new(text, ReplyUsage.None);
}
