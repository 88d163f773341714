using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace MultiBot.Silo.Tests.Hosting;

/// <summary>Our statements for grain states, used as Orleans' own provider uses them.</summary>
public sealed class GrainStatesTests(OrleansOnPostgres postgres) : IClassFixture<OrleansOnPostgres>
{
    private const string State = "state";

    private IGrainStorage Storage => postgres.Services.GetRequiredService<IGrainStorage>();

    public static TheoryData<string> Keys => ["text", "text with «signs» and 'quotes'", GrainIdKeyExtensions.CreateIntegerKey(-7).ToString()!,
        GrainIdKeyExtensions.CreateIntegerKey(7, "and text").ToString()!, GrainIdKeyExtensions.CreateGuidKey(Guid.NewGuid()).ToString()!];

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task State_WhenWritten_IsReadBackUnderItsKeyOnly(string key)
    {
        var grain = Grain(key);
        await Storage.WriteStateAsync(State, grain, Of("one"));

        var read = await ReadAsync(grain);
        var otherName = await ReadAsync(grain, "another-state");
        var otherGrain = await ReadAsync(Grain(key + "0"));

        Assert.Equal(("one", true), (read.State!.Text, read.RecordExists));
        Assert.False(otherName.RecordExists);
        Assert.False(otherGrain.RecordExists);
    }

    [Fact]
    public async Task State_WhenWrittenAgain_HasAnotherETag()
    {
        var grain = Grain("again");
        var state = Of("one");
        await Storage.WriteStateAsync(State, grain, state);
        var first = state.ETag;
        state.State = new Word("two");
        await Storage.WriteStateAsync(State, grain, state);

        var read = await ReadAsync(grain);

        Assert.Equal(("two", state.ETag), (read.State!.Text, read.ETag));
        Assert.NotEqual(first, state.ETag);
    }

    [Fact]
    public async Task State_WhenTwoWriteWhatTheyReadOnce_OnlyTheFirstIsKept()
    {
        var grain = Grain("conflict");
        await Storage.WriteStateAsync(State, grain, Of("one"));
        var (mine, theirs) = (await ReadAsync(grain), await ReadAsync(grain));
        mine.State = new Word("mine");
        theirs.State = new Word("theirs");
        await Storage.WriteStateAsync(State, grain, mine);

        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync(State, grain, theirs));
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.ClearStateAsync(State, grain, theirs));
        // Who never read: a second activation that believes to be the first.
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync(State, grain, Of("blind")));

        Assert.Equal("mine", (await ReadAsync(grain)).State!.Text);
    }

    [Fact]
    public async Task State_WhenManyWriteTheFirst_OneIsKept()
    {
        var grain = Grain("race");
        var writes = await Task.WhenAll(Enumerable.Range(0, 16).Select(number => TryAsync(Storage.WriteStateAsync(State, grain, Of($"{number}")))));

        Assert.Single(writes, written => written);
        Assert.Equal($"{Array.IndexOf(writes, true)}", (await ReadAsync(grain)).State!.Text);
    }

    [Fact]
    public async Task State_WhenCleared_IsGoneAndCanNotBeWrittenBackByWhoReadItBefore()
    {
        var grain = Grain("cleared");
        var state = Of("one");
        await Storage.WriteStateAsync(State, grain, state);
        var late = await ReadAsync(grain);
        await Storage.ClearStateAsync(State, grain, state);

        Assert.False((await ReadAsync(grain)).RecordExists);
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync(State, grain, late));
        state.State = new Word("two");
        await Storage.WriteStateAsync(State, grain, state);
        Assert.Equal(("two", true), ((await ReadAsync(grain)).State!.Text, (await ReadAsync(grain)).RecordExists));
    }

    private static GrainId Grain(string key) => GrainId.Create("words", key);

    private static GrainState<Word> Of(string word) => new() { State = new Word(word) };

    private static async Task<bool> TryAsync(Task write)
    {
        try
        {
            await write;
            return true;
        }
        catch (InconsistentStateException)
        {
            return false;
        }
    }

    private async Task<GrainState<Word>> ReadAsync(GrainId grain, string name = State)
    {
        var state = new GrainState<Word>();
        await Storage.ReadStateAsync(name, grain, state);
        return state;
    }

    /// <summary>Orleans makes one without arguments where nothing is stored.</summary>
    public sealed record Word(string Text)
    {
        public Word() : this("")
        {
        }
    }
}
