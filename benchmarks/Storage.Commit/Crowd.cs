using Microsoft.Extensions.DependencyInjection;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Leases;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Secrets;
using MultiBot.Domain.Storage;

namespace MultiBot.Storage.Commit;

/// <summary>Bots under lease, and people who talk to them as fast as the store lets them.</summary>
internal sealed class Crowd(IConversationStore store, IReadOnlyList<(BotId Id, long Epoch)> bots)
{
    private const string Text = "Some hundred characters of ordinary talk, as people write it on their phones all day long, with an end.";

    private long _lastChat;

    public static async Task<Crowd> RegisterAsync(IServiceProvider services, int bots)
    {
        var leases = services.GetRequiredService<ILeases>();
        var silo = new Incarnation { Id = Guid.NewGuid(), Silo = "bench", Address = "-", HttpPort = 0, Member = "-" };
        await leases.RegisterAsync(silo, new LifeTerms(TimeSpan.FromHours(1), TimeSpan.FromHours(1), TimeSpan.Zero), CancellationToken.None);
        var held = new List<(BotId, long)>();
        for (var i = 0; i < bots; i++)
        {
            var id = BotId.Parse($"bot-{i}");
            var config = new BotConfig { BotId = id, Name = id.Value, Telegram = new TelegramConfig { Token = new Secret("1:x") } };
            await services.GetRequiredService<IBotStore>().AddAsync(new BotRecord { Config = config, OwnJson = "{}" }, CancellationToken.None);
            if (await leases.ClaimAsync(id, silo.Id, CancellationToken.None) is ClaimResult.Granted granted) held.Add((id, granted.Epoch));
        }

        return new Crowd(services.GetRequiredService<IConversationStore>(), held);
    }

    /// <summary>Three slices a message: received, answered, sent. Answers how many were committed.</summary>
    public async Task<long> TalkAsync(int caller, Func<bool> goOn)
    {
        var (bot, epoch) = bots[caller % bots.Count];
        var chat = new ChatId(Interlocked.Increment(ref _lastChat));
        long slices = 0;
        for (long turn = 0; goOn(); turn++)
        {
            var batch = new UpdateBatch { Cursor = turn, Updates = [new MessageArrived { Chat = chat, SourceId = turn, Text = Text, At = DateTimeOffset.UnixEpoch }] };
            var received = Accepted(await store.CommitAsync(new ReceiveSlice { Bot = bot, Epoch = epoch, Batch = batch }, CancellationToken.None));
            var committed = Accepted(await store.CommitAsync(Reply(bot, epoch, received.Chats[0], turn), CancellationToken.None));
            Accepted(await store.CommitAsync(Sent(bot, epoch, chat, committed.Rows[0]), CancellationToken.None));
            slices += 3;
        }

        return slices;
    }

    private static TurnSlice Reply(BotId bot, long epoch, ChatAdvance chat, long turn) => new()
    {
        Bot = bot,
        Epoch = epoch,
        Chat = chat.Chat,
        Id = Guid.NewGuid(),
        Basis = new TurnBasis(chat.Version, turn),
        AnsweredUpTo = chat.Messages[^1].Id,
        Parts = [new TurnPart(Text, SendNow: true)],
    };

    private static OutcomeSlice Sent(BotId bot, long epoch, ChatId chat, OutboxRow row) => new()
    {
        Bot = bot,
        Epoch = epoch,
        Chat = chat,
        RowId = row.Id,
        Attempt = row.Attempt,
        ClaimEpoch = epoch,
        State = OutboxState.Sent,
        SourceId = row.Id,
    };

    private static T Accepted<T>(SliceAnswer<T> answer)
        where T : class => answer is SliceAnswer<T>.Accepted accepted ? accepted.Result : throw new InvalidOperationException($"The store answered {answer}.");
}
