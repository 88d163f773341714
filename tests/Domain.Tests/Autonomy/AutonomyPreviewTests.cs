using MultiBot.Domain.Autonomy;
using MultiBot.Domain.Chats;

namespace MultiBot.Domain.Tests.Autonomy;

public class AutonomyPreviewTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.FromHours(6));
    private static readonly AutonomyRules Rules = TestAutonomy.Rules() with { StarterProbability = 0.5 };

    [Fact]
    public void Of_ManyChats_ShowsWhatWouldBeSentInOrderAndWithinAllRules()
    {
        var rules = Rules with { MaxPerBotAndDay = 20 };
        var lines = Of([.. Enumerable.Range(1, 200).Select(number => new PreviewedChat(Chat(number), rules))], days: 7);
        var sent = lines.Where(line => line.At is not null).ToList();

        Assert.Equal(200, lines.Select(line => line.Chat).Distinct().Count());
        // Nobody answers, so nobody is written to twice; the cap of the bot is reached on each of the days, today and a week from now included.
        Assert.Equal(sent.Count, sent.Select(line => line.Chat).Distinct().Count());
        Assert.InRange(sent.Count, 100, 160);
        Assert.All(sent, line => Assert.True(rules.Windows.IsOpen(line.At!.Value) && line.At >= Noon && line.At <= Noon.AddDays(7)));
        Assert.All(sent.GroupBy(line => rules.PersonaDay(line.At!.Value)), day => Assert.InRange(day.Count(), 1, 20));
        Assert.Equal(sent.Select(line => line.At).Order(), sent.Select(line => line.At));
        Assert.All(sent, line => Assert.Equal((AutonomyKind.Starter, 0.5, AutonomyReason.Due), (line.Kind, line.Probability, line.Reason)));
        Assert.All(lines.Where(line => line.At is null), line => Assert.True(line.Reason is AutonomyReason.Later or AutonomyReason.BotCap, line.Reason.ToString()));
    }

    /// <summary>The dice are those of the decisions: what is shown is what happens.</summary>
    [Fact]
    public void Of_AChat_IsWhatWillBeDecided()
    {
        for (ulong seed = 1; seed <= 50; seed++)
        {
            var planned = (AutonomyDecision.Schedule)new Initiative(Chat(1), default, Rules, Noon, seed).Plan();
            var line = Assert.Single(AutonomyPreview.Of([new PreviewedChat(Chat(1), Rules)], default, Noon, 31, seed));

            Assert.Equal(planned.Action.DueAt, line.At);
        }
    }

    [Fact]
    public void Of_TheSameSeed_IsTheSame()
    {
        PreviewedChat[] chats = [.. Enumerable.Range(1, 50).Select(number => new PreviewedChat(Chat(number), Rules))];

        Assert.Equal(Of(chats, 31), Of(chats, 31));
        Assert.NotEqual(Of(chats, 31), AutonomyPreview.Of(chats, default, Noon, 31, seed: 2));
    }

    [Fact]
    public void Of_WhatIsPlannedAlready_IsCertain()
    {
        var pending = Chat(1) with { Pending = new PendingAction { Kind = AutonomyKind.FollowUp, DueAt = Noon.AddMinutes(10), PlannedAt = Noon, Basis = new(7, 7) } };
        var line = Assert.Single(Of([new PreviewedChat(pending, Rules)], 1));

        Assert.Equal((AutonomyKind.FollowUp, Noon.AddMinutes(10), 1.0), (line.Kind, line.At, line.Probability));
    }

    [Fact]
    public void Of_ChatsThatSeeNothing_TellsWhy()
    {
        var lines = Of(
            [
                new PreviewedChat(Chat(1) with { Mode = ChatMode.OptedOut }, Rules),
                new PreviewedChat(Chat(2) with { LastIn = null }, Rules),
                new PreviewedChat(Chat(3), Rules with { StarterProbability = 0 }),
                new PreviewedChat(Chat(4) with { Unanswered = 1 }, Rules),
                new PreviewedChat(Chat(5) with { LeaveAloneUntil = Noon.AddDays(5) }, Rules),
            ],
            days: 2);

        Assert.Equal(
            [AutonomyReason.OptedOut, AutonomyReason.NeverWrote, AutonomyReason.KindOff, AutonomyReason.Unanswered, AutonomyReason.Later],
            lines.Select(line => line.Reason));
        Assert.All(lines, line => Assert.True(line.Kind is null && line.At is null && line.Probability == 0));
    }

    [Fact]
    public void Of_AnActionThatIsCancelled_ShowsWhatComesInItsPlace()
    {
        var old = Chat(1) with { Pending = new PendingAction { Kind = AutonomyKind.FollowUp, DueAt = Noon.AddDays(-5), PlannedAt = Noon.AddDays(-6), Basis = new(7, 7) } };
        var line = Assert.Single(Of([new PreviewedChat(old, Rules with { StarterProbability = 1 })], 3));

        Assert.Equal((AutonomyKind.Starter, 1.0), (line.Kind, line.Probability));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(32)]
    public void Of_TooManyDaysOrNone_IsRefused(int days) => Assert.Throws<ArgumentOutOfRangeException>(() => Of([], days));

    private static IReadOnlyList<PreviewLine> Of(IReadOnlyList<PreviewedChat> chats, int days) => AutonomyPreview.Of(chats, default, Noon, days, seed: 1);

    private static AutonomyState Chat(long number) => TestAutonomy.Chat(number, Noon.AddDays(-3));
}
