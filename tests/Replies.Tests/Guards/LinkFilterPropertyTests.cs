using System.Diagnostics;
using System.Text.RegularExpressions;
using CsCheck;
using MultiBot.Replies.Guards;

namespace MultiBot.Replies.Tests.Guards;

/// <summary>The filter against a reader of links that was written without it in mind, and knows more top levels than Telegram.</summary>
public sealed partial class LinkFilterPropertyTests
{
    private static readonly string[] Allowed = ["ok.com"];

    /// <summary>Pieces from which links, and what nearly is one, come about.</summary>
    private static readonly Gen<string> Texts = Gen.OneOf(
        "ok.com", "evil.test", "www.", "http", "https", "://", "//", "t.me", "@", ":", "80", "/", "?", "#", ".", "..", ",", "(", ")", "[", "]", "](", "<", ">", "\"", " ", "\n",
        "a", ":99999", "me", "Да", "рф", "好", "。", "é", "e\u0301", "👍", "\u200B", "\u2060", "…", "\\", "|", "%", "-", "_", "3", "1.2.3.4", "tg", "mailto:", "user", "&", "=", "*", "'", "xn--p1ai", "\uFEFF")
        .Array[0, 24].Select(string.Concat);

    [Fact]
    public void Text_OnceFiltered_HoldsNoLinkButAllowedOnes() => Texts.Sample(
        text =>
        {
            var kept = LinkFilter.Keep(text, Allowed);
            foreach (Match link in AnyLink().Matches(kept))
                Assert.True(IsAllowed(link), $"«{text}» became «{kept}», with the link «{link.Value}».");
        },
        iter: 40_000);

    [Fact]
    public void Text_OnceFiltered_StaysAsItIs() => Texts.Sample(
        text =>
        {
            var kept = LinkFilter.Keep(text, Allowed);
            Assert.Equal(kept, LinkFilter.Keep(kept, Allowed));
        },
        iter: 40_000);

    [Fact]
    public void Prose_WithNothingLikeALink_IsTheSame() => Gen.OneOf("Hello", "да", "3", "3.5", ", ", ". ", "? ", "! ", "\n", " (", ") ", "-", "@anna ", "好。", "👍 ")
        .Array[0, 40].Select(string.Concat)
        .Where(text => !text.Contains("://", StringComparison.Ordinal) && !AnyName().IsMatch(text))
        .Sample(text => Assert.Same(text, LinkFilter.Keep(text, [])), iter: 10_000);

    [Theory]
    [InlineData("a")]
    [InlineData("a.")]
    [InlineData("a.bc")]
    [InlineData("[")]
    [InlineData("a@")]
    [InlineData("a@b.cd")]
    [InlineData("http://")]
    [InlineData("[a](")]
    [InlineData("a.bc+")]
    public void Text_HoweverLong_IsFilteredInNoTime(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 200_000 / piece.Length)) + ".com";
        var started = Stopwatch.GetTimestamp();

        LinkFilter.Keep(text, Allowed);

        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    /// <summary>A sentence may end right before http; by the letter its last word is part of the scheme, and no client knows such a one.</summary>
    private static bool IsAllowed(Match link) =>
        link.Groups["scheme"].Value.ToLowerInvariant().Split('.', '+', '-')[^1] is "" or "http" or "https" && !link.Groups["user"].Success
        && (link.Groups["host"].Value.TrimEnd('.') is var host && (host.Equals("ok.com", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".ok.com", StringComparison.OrdinalIgnoreCase)))
        && (!link.Groups["port"].Success || ushort.TryParse(link.Groups["port"].Value, out var port) && port > 0);

    /// <summary>A scheme with anything, or a host with a top level of two letters at least, with the user that stands before it and the port in front of a path. Invisible marks end it: the filter itself relies on that.</summary>
    [GeneratedRegex(@"(?:(?<scheme>[A-Za-z][A-Za-z0-9+.-]*)?://(?<user>[^\s/?#<>""…。\u200B\u2060\uFEFF]*@)?(?<host>[\p{L}\p{M}\p{N}\p{Cs}_.-]*))[\p{L}\p{M}\p{N}/?#%=&+.~_:@-]*|(?<user>[\p{L}\p{M}\p{N}\p{Cs}_.+%-]+@)?(?<host>[\p{L}\p{M}\p{N}\p{Cs}_-]+(?:\.[\p{L}\p{M}\p{N}\p{Cs}_-]+)*\.(?:(?>[\p{L}\p{M}]{2,})|xn--[\p{L}\p{N}-]+))(?!\p{N})(?:(?::(?<port>[0-9]{1,5}))?[/?#][\p{L}\p{M}\p{N}/?#%=&+.~_:@-]*)?")]
    private static partial Regex AnyLink();

    /// <summary>And what could be an IPv4 address.</summary>
    [GeneratedRegex(@"\.[\p{L}\p{M}\p{Cs}]|\d(\.\d+){3}")]
    private static partial Regex AnyName();
}
