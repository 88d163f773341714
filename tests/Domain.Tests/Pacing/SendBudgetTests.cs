using CsCheck;
using MultiBot.Domain.Pacing;

namespace MultiBot.Domain.Tests.Pacing;

public sealed class SendBudgetTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Take_WhenTheRateIsZero_IsNeverRefused()
    {
        var budget = SendBudget.Full(0, Start);

        for (var i = 0; i < 1_000; i++)
        {
            (budget, var notBefore) = budget.Take(Start);
            Assert.Null(notBefore);
        }
    }

    [Fact]
    public void Take_WhenTheBucketIsEmpty_TellsWhenTheNextTokenIsThere()
    {
        var budget = SendBudget.Full(2, Start);
        (budget, _) = budget.Take(Start);
        (budget, _) = budget.Take(Start);

        (budget, var notBefore) = budget.Take(Start);

        Assert.Equal(Start + TimeSpan.FromSeconds(0.5), notBefore);
        Assert.Null(budget.Take(notBefore!.Value).NotBefore);
    }

    [Fact]
    public void Take_WhenTheClockGoesBack_GivesNothingAway()
    {
        var budget = SendBudget.Full(1, Start);
        (budget, _) = budget.Take(Start);

        Assert.NotNull(budget.Take(Start - TimeSpan.FromHours(1)).NotBefore);
    }

    [Fact]
    public void Take_OverAnyTimes_StaysWithinRateAndOneSecondsWorth() =>
        Gen.Select(Gen.Double[0.2, 40], Gen.Int[0, 400].Array[1, 200]).Sample((rate, pauses) =>
        {
            var (budget, now, granted) = (SendBudget.Full(rate, Start), Start, 0);
            foreach (var pause in pauses)
            {
                now += TimeSpan.FromMilliseconds(pause);
                (budget, var notBefore) = budget.Take(now);
                if (notBefore is null) granted++;
                else Assert.True(notBefore > now && budget.Take(notBefore.Value).NotBefore is null);
            }

            Assert.True(granted <= Math.Max(1, rate) + ((now - Start).TotalSeconds * rate) + 1e-6);
        });
}
