using CsCheck;
using MultiBot.Domain.Webhooks;

namespace MultiBot.Domain.Tests.Webhooks;

public sealed class DeliveryPatienceTests
{
    private static readonly DeliveryPatience Patience = new()
    {
        FirstPause = TimeSpan.FromSeconds(1),
        LongestPause = TimeSpan.FromMinutes(15),
        LongestAsked = TimeSpan.FromHours(1),
        RefusalTries = 5,
        ObstacleTries = 8,
        GiveUpAfter = TimeSpan.FromDays(1),
    };

    [Theory]
    [InlineData(400, WebhookCodes.Refused)]
    [InlineData(404, WebhookCodes.Refused)]
    [InlineData(302, WebhookCodes.Redirected)]
    public void Refusal_IsTriedFiveTimes(int status, string code)
    {
        for (var before = 0; before < 4; before++) Assert.IsType<DeliveryVerdict.Again>(Judge(Answer(status), before));
        Assert.Equal(new DeliveryVerdict.Dead($"{code} {status}"), Judge(Answer(status), 4));
    }

    [Theory]
    [InlineData(408)]
    [InlineData(425)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public void Trouble_IsTriedUntilTheEventIsADayOld(int status)
    {
        Assert.IsType<DeliveryVerdict.Again>(Judge(Answer(status), 100, TimeSpan.FromHours(23)));
        Assert.Equal(new DeliveryVerdict.Dead($"{WebhookCodes.TooOld}: {Answer(status).Spoken}"), Judge(Answer(status), 0, TimeSpan.FromHours(24)));
        Assert.Equal(new DeliveryVerdict.Dead($"{WebhookCodes.TooOld}: {WebhookCodes.TimedOut}"), Judge(new DeliveryOutcome.Unanswered(WebhookCodes.TimedOut), 0, TimeSpan.FromHours(24)));
    }

    [Fact]
    public void Gone_SwitchesOff_WhateverTheAge() => Assert.IsType<DeliveryVerdict.Off>(Judge(Answer(410), 0, TimeSpan.FromDays(2)));

    [Fact]
    public void Delivered_IsDone_WhateverTheAge() => Assert.IsType<DeliveryVerdict.Done>(Judge(new DeliveryOutcome.Delivered(204), 7, TimeSpan.FromDays(9)));

    [Fact]
    public void Obstacle_IsGivenUpAfterEightTries()
    {
        Assert.IsType<DeliveryVerdict.Again>(Judge(Answer(500), 6, isObstacle: true));
        Assert.Equal(new DeliveryVerdict.Dead($"{WebhookCodes.InTheWay}: {WebhookCodes.ServerError} 500"), Judge(Answer(500), 7, isObstacle: true));
        Assert.IsType<DeliveryVerdict.Again>(Judge(Answer(500), 7));
    }

    [Theory]
    [InlineData(20, 20)]
    [InlineData(0.01, 0.5)]
    [InlineData(1_000_000, 3600)]
    public void RetryAfter_IsHonouredWithinReasonForAll(double asked, double waited)
    {
        var verdict = Assert.IsType<DeliveryVerdict.Again>(Judge(new DeliveryOutcome.Refused(429, null, TimeSpan.FromSeconds(asked)), 0));

        Assert.Equal((TimeSpan.FromSeconds(waited), true, true), (verdict.Pause, verdict.IsAsked, verdict.IsReceivers));
    }

    [Fact]
    public void Pause_GrowsToItsLimitAndIsNeverShort() =>
        Gen.Select(Gen.Int[0, 10_000], Gen.Double[0, 0.999999]).Sample((failed, draw) =>
        {
            var (pause, full) = (Patience.Pause(failed, draw), failed >= 10 ? Patience.LongestPause : Patience.FirstPause * Math.Pow(2, failed));
            Assert.InRange(pause, full / 2, full);
        });

    private static DeliveryOutcome.Refused Answer(int status) => new(status, null, null);

    private static DeliveryVerdict Judge(DeliveryOutcome outcome, int failedBefore, TimeSpan age = default, bool isObstacle = false) =>
        Patience.Judge(outcome, failedBefore, age, isObstacle, draw: 0);
}
