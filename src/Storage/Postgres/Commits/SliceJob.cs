using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Messages;

namespace MultiBot.Storage.Postgres.Commits;

/// <summary>
/// A slice on its way into the database. It is encoded by whoever brings it, put into a group by the writer, and told its answer
/// after the commit.
/// </summary>
internal abstract class SliceJob(CancellationToken cancellation)
{
    public abstract BotId Bot { get; }
    public abstract long Epoch { get; }

    /// <summary>The chats it touches: slices of one chat never share a group.</summary>
    public abstract IReadOnlyList<ChatId> Chats { get; }

    /// <summary>Where it stands among the slices of its bot; of equals, the first to come is the first.</summary>
    public virtual long Place => Chats is [var chat, ..] ? chat.Value : 0;

    /// <summary>How many rows it adds: what a commit may hold is counted in these.</summary>
    public virtual int Rows => 1;

    /// <summary>Where its bot, as the slice knows it, stands in the group, from 1.</summary>
    public int BotAt { get; protected set; }

    /// <summary>Carries texts, so that it matters whether they are sealed.</summary>
    public virtual bool HasTexts => true;

    /// <summary>Whether its texts are sealed; the database refuses a group that seals otherwise than the bot's configuration says.</summary>
    public bool Sealed { get; private set; }

    /// <summary>It goes through the steps that know every case, not through the sets.</summary>
    public bool OneByOne { get; protected set; }

    /// <summary>Its caller has an answer.</summary>
    public abstract bool IsOver { get; }

    /// <summary>Nobody waits any more and nothing was written yet.</summary>
    public bool Abandoned => cancellation.IsCancellationRequested;

    protected CancellationToken Cancellation => cancellation;

    /// <summary>Makes texts storable and sealed, before anything waits for them. Throws for what can't be stored at all.</summary>
    public void Encode(MessageCodec codec, bool seal)
    {
        Sealed = seal;
        Encode((text, details, entities, replyTo) =>
            entities is null && replyTo is null ? codec.Encode(Bot, text, seal, details) : codec.Encode(Bot, text, seal, entities ?? [], replyTo));
    }

    public void GoOneByOne() => OneByOne = true;

    /// <summary>Adds itself to the group's parameters.</summary>
    public abstract void AddTo(CommitGroup group);

    /// <summary>Reads its answer. False: the sets did not take it, it has to go one by one.</summary>
    public abstract bool TrySettle(CommitAnswer answer, MessageCodec codec);

    /// <summary>The bot's epoch has moved on.</summary>
    public abstract void Refuse(long currentEpoch);

    public abstract void Fail(Exception exception);
    public abstract void Abandon();

    protected abstract void Encode(TextEncoding encode);
}

internal abstract class SliceJob<TResult>(Slice<TResult> slice, CancellationToken cancellation) : SliceJob(cancellation)
    where TResult : class
{
    private readonly TaskCompletionSource<SliceAnswer<TResult>> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<SliceAnswer<TResult>> Task => _completion.Task;
    public override BotId Bot => slice.Bot;
    public override long Epoch => slice.Epoch;
    public override bool IsOver => Task.IsCompleted;

    /// <summary>Where it stands in its group.</summary>
    protected int Position { get; private set; }

    public override void AddTo(CommitGroup group)
    {
        BotAt = group.BotOf(this);
        Position = OneByOne ? group.AddStep(BotAt, Describe()) : AddToSets(group, BotAt);
    }

    public override bool TrySettle(CommitAnswer answer, MessageCodec codec)
    {
        if (OneByOne)
        {
            _completion.TrySetResult(answer.StepAt(Position) is { } step ? Accepted(Read(step, codec)) : new SliceAnswer<TResult>.Conflict());
            return true;
        }

        if (FromSets(answer, codec) is not { } result) return false;
        _completion.TrySetResult(Accepted(result));
        return true;
    }

    public override void Refuse(long currentEpoch) => _completion.TrySetResult(new SliceAnswer<TResult>.Stale(currentEpoch));
    public override void Fail(Exception exception) => _completion.TrySetException(exception);
    public override void Abandon() => _completion.TrySetCanceled(Cancellation);

    /// <summary>The slice as JSON, for the step of its kind.</summary>
    protected abstract string Describe();

    /// <summary>What the step answered.</summary>
    protected abstract TResult Read(System.Text.Json.JsonElement step, MessageCodec codec);

    /// <summary>Adds itself to the sets and answers its position there. Never called for kinds that always go one by one.</summary>
    protected virtual int AddToSets(CommitGroup group, int bot) => throw new NotSupportedException();

    /// <summary>Null: the sets did not take it.</summary>
    protected virtual TResult? FromSets(CommitAnswer answer, MessageCodec codec) => throw new NotSupportedException();

    private static SliceAnswer<TResult> Accepted(TResult result) => new SliceAnswer<TResult>.Accepted(result);
}

/// <summary>A text, with its details, or with what a message of ours has beside it, as bytes to be stored.</summary>
internal delegate byte[] TextEncoding(string text, MessageDetails? details = null, TextEntity[]? entities = null, long? replyTo = null);
