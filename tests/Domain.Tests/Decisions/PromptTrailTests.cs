using CsCheck;
using MultiBot.Domain.Decisions;

namespace MultiBot.Domain.Tests.Decisions;

public sealed class PromptTrailTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task First_IsWhole()
    {
        var step = PromptTrail.After(null, Prompt(["Be kind.", "Noon."], "hi"), Start);

        Assert.Equal("""{"instructions":["Be kind.","Noon."],"lines":[{"role":"user","text":"hi"}]}""", step.Stored);
        Assert.Equal([new SeenLine("system", "Be kind.Noon."), new SeenLine("user", "hi")], await PromptTrail.ReadAsync(step.Stored, Nothing));
    }

    [Fact]
    public async Task Next_TellsWhatIsNew()
    {
        var first = PromptTrail.After(null, Prompt(["Be kind.", "Noon."], "a", "b", "c"), Start) with { Turn = 4 };

        var second = PromptTrail.After(first, Prompt(["Be kind.", "One."], "b", "c", "d"), Start);

        Assert.Equal("""{"of":4,"instructions":[null,"One."],"drop":1,"lines":[{"role":"user","text":"d"}]}""", second.Stored);
        var read = await PromptTrail.ReadAsync(second.Stored, turn => Task.FromResult<string?>(turn == 4 ? first.Stored : null));
        Assert.Equal(["Be kind.One.", "b", "c", "d"], read!.Select(line => line.Text));
    }

    [Fact]
    public void Next_WithNothingInCommon_IsWhole()
    {
        var first = PromptTrail.After(null, Prompt(["Be kind."], "a", "b"), Start);

        Assert.DoesNotContain("\"of\"", PromptTrail.After(first, Prompt(["Be kind."], "c", "d"), Start).Stored, StringComparison.Ordinal);
        Assert.DoesNotContain("\"of\"", PromptTrail.After(first, Prompt(["Be", "kind."], "a", "b"), Start).Stored, StringComparison.Ordinal);
    }

    [Fact]
    public void OneInSixteen_AndOneAnHour_IsWhole()
    {
        var (step, whole) = (PromptTrail.After(null, Prompt(["Be kind."], "a"), Start), new List<int>());
        for (var turn = 1; turn <= 40; turn++)
        {
            step = PromptTrail.After(step with { Turn = turn }, Prompt(["Be kind."], "a"), Start);
            if (step.Distance == 0) whole.Add(turn);
        }

        Assert.Equal([16, 32], whole);
        Assert.Equal(9, PromptTrail.After(step, step.Prompt, Start + PromptTrail.MaxAge - TimeSpan.FromTicks(1)).Distance);
        Assert.Equal(0, PromptTrail.After(step, step.Prompt, Start + PromptTrail.MaxAge).Distance);
    }

    [Fact]
    public async Task WhatRefersToOneThatIsGone_CannotBeTold()
    {
        var first = PromptTrail.After(null, Prompt(["Be kind."], "a"), Start) with { Turn = 4 };

        Assert.Null(await PromptTrail.ReadAsync(PromptTrail.After(first, first.Prompt, Start).Stored, Nothing));
    }

    [Fact]
    public async Task ListOfMessages_IsReadAsItStands() =>
        Assert.Equal([new SeenLine("system", "S"), new SeenLine("user", "U")], await PromptTrail.ReadAsync("""[{"role":"system","text":"S"},{"role":"user","text":"U"}]""", Nothing));

    /// <summary>Talks in which lines come, go, change and repeat; every prompt is read back as it was.</summary>
    [Fact]
    public void Prompts_OfAnyTalk_AreReadAsTheyWere() =>
        Gen.Select(Gen.String, Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[0, 20]).Array[1, 60].Sample(moves =>
        {
            var (lines, stored, step) = (new List<SeenLine>(), new Dictionary<long, string>(), (PromptStep?)null);
            foreach (var (text, drop, add, minutes) in moves)
            {
                lines.RemoveRange(0, Math.Min(drop, lines.Count));
                lines.AddRange(Enumerable.Range(0, add).Select(at => new SeenLine(at % 2 == 0 ? "user" : "assistant", at == 0 ? text : "same")));
                var seen = new SeenPrompt(["Be kind.", $"It is {minutes}.", drop == 0 ? text : ""], [.. lines]);
                var next = PromptTrail.After(step, seen, Start.AddMinutes(stored.Count + minutes));
                step = next with { Turn = stored.Count + 1 };
                stored.Add(step.Turn, next.Stored);
                var read = PromptTrail.ReadAsync(next.Stored, turn => Task.FromResult(stored.GetValueOrDefault(turn))).GetAwaiter().GetResult();
                Assert.Equal([new SeenLine("system", string.Concat(seen.Instructions)), .. seen.Lines], read);
            }
        }, iter: 20_000);

    private static SeenPrompt Prompt(string[] instructions, params string[] lines) => new([.. instructions], [.. lines.Select(line => new SeenLine("user", line))]);

    private static Task<string?> Nothing(long turn) => Task.FromResult<string?>(null);
}
