using System.Threading.Channels;
using MultiBot.Sandbox;

namespace MultiBot.Load.People;

/// <summary>
/// The people who talk to the bots of one subject. What they see comes from the sandbox under its locks, so it is only queued
/// there; one loop looks at it, judges it, and writes on.
/// </summary>
internal sealed class Crowd : IAsyncDisposable
{
    private const long BotsApart = 1_000_000;
    private const long FirstPerson = 1_000;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    private readonly SandboxPeople people;
    private readonly int chats;
    private readonly Talk[] talks;
    private readonly TimeProvider time = TimeProvider.System;
    private readonly Channel<(Talk Talk, string Text, long At)> seen =
        Channel.CreateUnbounded<(Talk, string, long)>(new UnboundedChannelOptions { SingleReader = true });

    private readonly Lock gate = new();
    private readonly Task listening;
    private IPace? pace;
    private Interval interval = new();
    private int waiting;

    public Crowd(SandboxPeople people, long firstBot, int bots, int chats)
    {
        (this.people, FirstBot, this.chats) = (people, firstBot, chats);
        talks = [.. Enumerable.Range(0, bots * chats).Select(at => new Talk(firstBot + (at / chats), FirstPerson + (at % chats)))];
        Bots = [.. Enumerable.Range(0, bots).Select(at => firstBot + at)];
        listening = ListenAsync();
    }

    public long FirstBot { get; }

    /// <summary>The numbers of the bots.</summary>
    public IReadOnlyList<long> Bots { get; }

    public Judgement Judgement { get; } = new();

    /// <summary>Messages that people wrote. To be asked once nobody writes any more.</summary>
    public int Written => talks.Sum(talk => talk.Written);

    public static long FirstBotOf(int crowd) => (crowd + 1) * BotsApart;

    public static int NumberOf(long bot) => (int)(bot / BotsApart) - 1;

    public void Begin(IPace how)
    {
        lock (gate)
        {
            pace = how;
            // Round the bots, not bot after bot.
            how.Begin(Enumerable.Range(0, chats).SelectMany(chat => Enumerable.Range(0, Bots.Count).Select(bot => talks[(bot * chats) + chat])));
        }
    }

    /// <summary>Nobody writes any more; waits until everybody has the answer, or counts what is missing after the patience.</summary>
    public async Task EndAsync(TimeSpan patience, CancellationToken cancelled)
    {
        lock (gate)
            pace = null;
        for (var began = time.GetTimestamp(); Volatile.Read(ref waiting) > 0 && time.GetElapsedTime(began) < patience;)
            await Task.Delay(LookEvery, time, cancelled);
        lock (gate)
            Judgement.Lost = talks.Sum(talk => talk.Unanswered);
    }

    /// <summary>Ends the stretch of time so far and begins another.</summary>
    public Interval Cut()
    {
        lock (gate)
        {
            var over = interval;
            interval = new Interval();
            return over;
        }
    }

    /// <summary>Called by a pace, under the lock.</summary>
    /// <param name="talk">Whose turn it is; idle.</param>
    /// <param name="due">When the message was due; null: now.</param>
    public void Write(Talk talk, long? due = null)
    {
        var number = talk.WriteNext(due ?? time.GetTimestamp());
        waiting++;
        people.Write(talk.Bot, talk.Chat, "Kim", Phrases.Say(number));
    }

    /// <summary>For a pace that is driven from outside of the loop.</summary>
    public void Locked(Action act)
    {
        lock (gate)
            act();
    }

    /// <summary>Called by the sandbox under a bot's lock.</summary>
    public void Hear(SeenMessage message)
    {
        var at = ((message.Bot - FirstBot) * chats) + message.Chat - FirstPerson;
        seen.Writer.TryWrite((talks[at], message.Text, time.GetTimestamp()));
    }

    public async ValueTask DisposeAsync()
    {
        seen.Writer.TryComplete();
        await listening;
    }

    private async Task ListenAsync()
    {
        while (await seen.Reader.WaitToReadAsync())
        {
            lock (gate)
            {
                while (seen.Reader.TryRead(out var sight))
                    Judge(sight.Talk, sight.Text, sight.At);
            }
        }
    }

    private void Judge(Talk talk, string text, long at)
    {
        var answers = Phrases.AnswersIn(text);
        if (answers.IsEmpty)
        {
            Judgement.Strange++;
            Judgement.Example ??= text;
        }

        while (Phrases.TryReadAnswer(ref answers, out var number))
        {
            var kind = talk.Hear(number);
            Judgement.Count(kind);
            if (kind is not AnswerKind.Right)
                continue;
            waiting--;
            interval.Add(time.GetElapsedTime(talk.WroteAt, at));
            pace?.Freed(talk);
        }
    }
}
