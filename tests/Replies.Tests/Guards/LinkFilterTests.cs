using MultiBot.Replies.Guards;

namespace MultiBot.Replies.Tests.Guards;

public sealed class LinkFilterTests
{
    private static readonly string[] Allowed = ["example.com", "пример.рф", "10.0.0.1"];

    [Theory]
    [InlineData("See https://evil.test/a?b=c#d now", "See … now")]
    [InlineData("HTTP://EVIL.TEST", "…")]
    [InlineData("(https://evil.test/a_(b)).", "(…).")]
    [InlineData("See https://evil.test!", "See …!")]
    [InlineData("http://user:pass@evil.test:8080/", "…")]
    [InlineData("http://[::1]/x", "…")]
    [InlineData("http://127.0.0.1:5080/x", "…")]
    [InlineData("http://localhost", "…")]
    [InlineData("tg://resolve?domain=evil", "…")]
    [InlineData("tonsite://evil.ton", "…")]
    [InlineData("ftp://evil.test/file", "…")]
    [InlineData("javascript://x", "…")]
    [InlineData("www.evil.test", "…")]
    [InlineData("evil.test/path.", "….")]
    [InlineData("evil.test:8080", "…")]
    [InlineData("evil.test?q=1", "…")]
    [InlineData("evil.test#top", "…")]
    [InlineData("t.me/joinchat/AAA", "…")]
    [InlineData("telegram.me/x, t.me/y", "…, …")]
    [InlineData("Write to me.too+x@evil.test, please", "Write to …, please")]
    [InlineData("[click here](https://evil.test/a)", "click here")]
    [InlineData("![](https://evil.test/a.png?d=secret)", "!")]
    [InlineData("[evil.test](https://evil.test)", "evil.\u2060test")]
    [InlineData("<a href=\"https://evil.test\">x</a>", "<a href=\"…\">x</a>")]
    [InlineData("请看https://evil.test/路径。谢谢", "请看…。谢谢")]
    [InlineData("«https://evil.test»", "«…»")]
    [InlineData("https://evil.test/a https://evil.test/b", "… …")]
    [InlineData("https://evil.test/,https://evil.test/", "…")]
    [InlineData("https://зло.рф/путь", "…")]
    [InlineData("https://xn--e1awd7f.xn--p1ai", "…")]
    public void Link_ToAnywhere_IsTakenOut(string text, string expected) => Assert.Equal(expected, LinkFilter.Keep(text, Allowed));

    [Theory]
    [InlineData("I like booking.com a lot.", "I like booking.\u2060com a lot.")]
    [InlineData("evil.test", "evil.\u2060test")]
    [InlineData("sub.evil.test?", "sub.\u2060evil.\u2060test?")]
    [InlineData("зло.рф", "зло.\u2060рф")]
    [InlineData("Yes.No matter", "Yes.\u2060No matter")]
    [InlineData("Well...okay", "Well...okay")]
    [InlineData("router at 192.168.1.1", "router at 192.\u2060168.\u20601.\u20601")]
    [InlineData("//evil.test", "//evil.\u2060test")]
    [InlineData("notexample.com example.com.evil.test", "notexample.\u2060com example.\u2060com.\u2060evil.\u2060test")]
    [InlineData("@evil.test", "@evil.\u2060test")]
    public void Name_WithADot_StaysToBeReadAndIsNoLink(string text, string expected) => Assert.Equal(expected, LinkFilter.Keep(text, Allowed));

    [Theory]
    [InlineData("Hello. How are you? I'm fine.\nYes.")]
    [InlineData("It is 3.14, or 1.5kg, at 10.30: e.g. v1.2.3")]
    [InlineData("Ask @anna or #travel, or /help; 50% :-) http is a protocol")]
    [InlineData("“Да.” «Нет.» …и ещё. 好的。谢谢。")]
    [InlineData("a [note](see below) and [x](y)")]
    [InlineData("and/or, 24/7, either/or")]
    [InlineData("👍. 👩‍👩‍👧. שלום.")]
    [InlineData("")]
    public void Text_WithoutLinks_IsLeftAsItIs(string text) => Assert.Same(text, LinkFilter.Keep(text, Allowed));

    [Theory]
    [InlineData("https://example.com")]
    [InlineData("https://example.com/a-b/c_d?e=f&g=h#i, and http://EXAMPLE.com:8080/.")]
    [InlineData("See example.com, www.example.com/x or (shop.example.com).")]
    [InlineData("https://en.example.com/wiki/A_(b)")]
    [InlineData("https://пример.рф/путь и https://xn--e1afmkfd.xn--p1ai/")]
    [InlineData("http://10.0.0.1/x and 10.0.0.1")]
    [InlineData("[our shop](https://example.com/shop)")]
    [InlineData("https://example.com/@anna")]
    [InlineData("example.com:65535/evil.test")]
    public void Link_ToAnAllowedHost_IsKept(string text) => Assert.Equal(text, LinkFilter.Keep(text, Allowed));

    [Theory]
    [InlineData("https://example.com@evil.test/", "…")]
    [InlineData("https://example.com:80@evil.test/", "…")]
    [InlineData("https://example.com\\@evil.test/", "…")]
    [InlineData("https://example.com.evil.test/", "…")]
    [InlineData("https://evil.test/example.com", "…")]
    [InlineData("https://evil.test/https://example.com", "…")]
    [InlineData("https://example.com/https://evil.test", "…")]
    [InlineData("https://example.com/x,https://evil.test/y", "https://example.com/x,…")]
    [InlineData("https://example.com/x,evil.test", "https://example.com/x,evil.\u2060test")]
    [InlineData("https://example.com|https://evil.test", "https://example.com|…")]
    [InlineData("ftp://example.com/x", "…")]
    [InlineData("evilhttps://example.com", "…")]
    [InlineData("me@example.com", "…")]
    [InlineData("example.com:99999/evil.test", "…")]
    [InlineData("https://example.com:0/evil.test", "…")]
    [InlineData("[example.com](https://evil.test)", "example.com")]
    [InlineData("https://example\u200B.com@evil.test", "…\u200B…")]
    public void Link_ThatPretendsToBeAllowed_IsTakenOut(string text, string expected) => Assert.Equal(expected, LinkFilter.Keep(text, Allowed));

    [Fact]
    public void Sentence_ThatEndsRightBeforeALink_IsKept() => Assert.Equal("Look.https://example.com/a", LinkFilter.Keep("Look.https://example.com/a", Allowed));
}
