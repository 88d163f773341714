using MultiBot.Domain.Chats;
using MultiBot.Domain.Commands;
using MultiBot.Domain.Problems;

namespace MultiBot.Domain.Tests.Commands;

public class ChatFinderTests
{
    private static readonly ChatLine Anna = Chat(1, "Anna");
    private static readonly ChatLine AnnaWithFlower = Chat(2, "anna 🌸");
    private static readonly ChatLine AnnaMaria = Chat(3, "Anna Maria");
    private static readonly ChatLine Rene = Chat(4, "René");
    private static readonly ChatLine Flower = Chat(5, "🌸");
    private static readonly ChatLine Nameless = Chat(61, null);
    private static readonly ChatLine[] All = [Anna, AnnaWithFlower, AnnaMaria, Rene, Flower, Nameless];

    [Theory]
    [InlineData("Anna", 1)]
    [InlineData(" Anna\u200f", 1)]
    [InlineData("anna 🌸", 2)]
    [InlineData("ANNA  MARIA", 3)]
    [InlineData("rene!", 4)]
    [InlineData("🌸", 5)]
    public void One_WhenOneChatHasTheName_IsThat(string name, long chat) => Assert.Equal(chat, ChatFinder.One(name, All).Value?.Chat.Value);

    [Fact]
    public void One_WhenSeveralHaveIt_NamesThem()
    {
        var problem = ChatFinder.One("ANNA", All).Problem!;

        Assert.Equal((ProblemKind.Conflict, CommandCodes.NameAmbiguous), (problem.Kind, problem.Code));
        Assert.Equal("More than one is called «ANNA»: 1 Anna, 2 anna 🌸. Give the number.", problem.Detail);
    }

    [Fact]
    public void One_WhenManyHaveIt_CountsTheRest() => Assert.Equal(
        "More than one is called «A»: 1 A, 2 A, 3 A, 4 A, 5 A and 2 more. Give the number.",
        ChatFinder.One("A", [.. Enumerable.Range(1, 7).Select(id => Chat(id, "A"))]).Problem?.Detail);

    [Theory]
    [InlineData("Mari", "Nobody is called «Mari». Did you mean 3 Anna Maria? Give the number.")]
    [InlineData("Zoe", "Nobody is called «Zoe»; !list shows the chats.")]
    [InlineData("🌹", "Nobody is called «🌹»; !list shows the chats.")]
    public void One_WhenNobodyHasIt_NamesWhoIsNear(string name, string sentence)
    {
        var problem = ChatFinder.One(name, All).Problem!;

        Assert.Equal((ProblemKind.NotFound, CommandCodes.NameUnknown), (problem.Kind, problem.Code));
        Assert.Equal(sentence, problem.Detail);
    }

    [Fact]
    public void Matching_LooksInNamesAndNumbers_LastActiveFirst()
    {
        var active = AnnaMaria with { LastActivityAt = DateTimeOffset.UnixEpoch };

        Assert.Equal([active, Anna, AnnaWithFlower], ChatFinder.Matching("aNn", [Anna, AnnaWithFlower, active, Rene]));
        Assert.Equal([Rene], ChatFinder.Matching("ene", All));
        Assert.Equal([Anna, Nameless], ChatFinder.Matching("1", All));
        Assert.Equal([AnnaWithFlower, Flower], ChatFinder.Matching("🌸", All));
        Assert.Empty(ChatFinder.Matching("zoe", All));
    }

    private static ChatLine Chat(long id, string? name) => new() { Chat = new ChatId(id), Name = name };
}
