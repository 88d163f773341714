using CsCheck;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Tests.Fixtures;

namespace MultiBot.Storage.Tests.Contract;

/// <summary>
/// Random histories of one chat against <see cref="ChatModel"/>, which keeps every state openly: no watermark, no counts, no side
/// table. Every slice is committed twice now and then, as after an unknown result.
/// </summary>
public abstract class ModelContract : StoreContract
{
    private static readonly Gen<(int Kind, int Pick, bool Twice)[]> Histories =
        Gen.Select(Gen.Int[0, 11], Gen.Int[0, 1000], Gen.Bool).Array[1, 40];

    private int _bots;

    [Fact]
    public Task Histories_LeaveTheChatAsTheModelSays() => Histories.SampleAsync(RunAsync, iter: 80, threads: 1);

    private async Task RunAsync((int Kind, int Pick, bool Twice)[] history)
    {
        var bot = await BotAsync($"bot-{++_bots}");
        var model = new ChatModel(TestBot.Chat);
        foreach (var (kind, pick, twice) in history)
        {
            await StepAsync(bot, model, kind, pick, twice ? 2 : 1);
            await CompareAsync(bot, model);
        }
    }

    private static async Task StepAsync(TestBot bot, ChatModel model, int kind, int pick, int times)
    {
        switch (kind)
        {
            case 0 or 1 or 2:
                await ReceiveAsync(bot, model, pick, times);
                break;
            case 3:
                await TimesAsync(times, bot, bot.Batch(bot.Edit(pick % 5, $"edit {pick}", pick, model.Chat)));
                model.Edit(pick % 5, $"edit {pick}", pick);
                break;
            case 4:
                await TimesAsync(times, bot, bot.Batch(new MessagesDeleted { Chat = model.Chat, SourceIds = [pick % 8] }));
                model.Delete(pick % 8);
                break;
            case 5 or 6:
                await TurnAsync(bot, model, pick, times);
                break;
            case 7:
                var accepted = await TimesAsync(times, bot, bot.Mode((ModeCommand)(pick % 8)) with { Chat = model.Chat });
                Assert.Equal(model.Command((ModeCommand)(pick % 8)), accepted.Accepted);
                break;
            case 8 when model.Messages.Count > 0:
                var message = model.Messages[pick % model.Messages.Count];
                var parked = await TimesAsync(times, bot, bot.Parked(message.Id, pick % 2 == 0) with { Chat = model.Chat });
                Assert.Equal(model.Settle(message, pick % 2 == 0) , parked.Found);
                break;
            default:
                await DeliverAsync(bot, model, pick, times);
                break;
        }
    }

    private static async Task ReceiveAsync(TestBot bot, ChatModel model, int pick, int times)
    {
        var source = pick % 8;
        var intent = pick % 13 == 0 ? Intent.OptOut : pick % 7 == 0 ? Intent.OptIn : Intent.None;
        var unreadable = pick % 11 == 0 ? "telegram.unreadable" : null;
        var received = await TimesAsync(times, bot, bot.Batch(bot.Message(source, $"text {pick}", model.Chat, intent, unreadable)));
        var items = await LastAsync(bot, model);
        if (model.Receive(source, $"text {pick}", items, intent, unreadable is not null) && times == 1) Assert.Equal(1, received.Stored);
    }

    /// <summary>The id the store gave to the newest message of the model's chat.</summary>
    private static async Task<long> LastAsync(TestBot bot, ChatModel model) =>
        (await bot.MessagesAsync(model.Chat)).Where(item => !item.Outgoing).Max(item => item.Id);

    private static async Task TurnAsync(TestBot bot, ChatModel model, int pick, int times)
    {
        var chat = await bot.LoadAsync(chat: model.Chat);
        var stale = pick % 5 == 0;
        var slice = new TurnSlice
        {
            Bot = bot.Id,
            Epoch = bot.Epoch,
            Chat = model.Chat,
            Id = Guid.NewGuid(),
            Basis = pick % 7 == 0 ? null : new TurnBasis(chat.Version - (stale ? 1 : 0), chat.Turn),
            By = pick % 7 == 0 ? Author.Operator : Author.Persona,
            AnsweredUpTo = pick % 7 == 0 || chat.Unanswered.Count == 0 ? null : chat.Unanswered[^1].Id,
            Marks = pick % 7 == 0 ? [] : ChatModel.MarksFor(chat, pick),
            Parts = pick % 3 == 0 ? [] : [new TurnPart($"a {pick}", pick % 2 == 0), new TurnPart($"b {pick}", false)],
        };
        SliceAnswer<TurnCommitted> answer = null!;
        for (var time = 0; time < times; time++) answer = await bot.CommitAsync(slice);

        var committed = (answer as SliceAnswer<TurnCommitted>.Accepted)?.Result;
        Assert.Equal(model.Turn(slice, committed), committed is not null);
    }

    private static async Task DeliverAsync(TestBot bot, ChatModel model, int pick, int times)
    {
        if (model.Open.FirstOrDefault() is not { } row) return;
        if (row.State is OutboxState.Pending)
        {
            var claim = await TimesAsync(times, bot, bot.Claim(row) with { Chat = model.Chat });
            Assert.Equal(ChatModes.MaySend(model.Mode, row.By) ? OutboxState.Sending : OutboxState.Cancelled, claim.Row.State);
            model.Replace(claim.Row);
            return;
        }

        OutboxState[] states = [OutboxState.Sent, OutboxState.Pending, OutboxState.Rejected, OutboxState.Uncertain, OutboxState.Cancelled];
        var state = states[pick % states.Length];
        var outcome = bot.Outcome(row, state) with { Chat = model.Chat, Uncertain = pick % 2 == 0, Blocks = state is OutboxState.Rejected && pick % 4 == 0 };
        var recorded = await TimesAsync(times, bot, outcome);
        Assert.Equal((state, row.Uncertain || pick % 2 == 0 || state is OutboxState.Uncertain), (recorded.Row.State, recorded.Row.Uncertain));
        model.Replace(recorded.Row);
        if (outcome.Blocks) model.Command(ModeCommand.Block);
    }

    private static async Task<T> TimesAsync<T>(int times, TestBot bot, Slice<T> slice)
        where T : class
    {
        T result = null!;
        for (var time = 0; time < times; time++) result = await bot.AcceptedAsync(slice);
        return result;
    }

    private static async Task CompareAsync(TestBot bot, ChatModel model)
    {
        var chat = await bot.LoadAsync(1000, model.Chat);
        Assert.Equal((model.Version, model.Turns, model.Mode), (chat.Version, chat.Turn, chat.Mode));
        Assert.Equal(model.Unanswered.Select(message => (message.Id, message.Text)), chat.Unanswered.Select(message => (message.Id, message.Text)));
        Assert.Equal(model.Open, chat.Open);
        Assert.Equal(model.HistoryLines, chat.History.Select(line => line.Text));
        Assert.Equal(model.Messages.Count(message => message.IsParked), (await bot.CountersAsync()).Parked);
        Assert.Equal(model.Unanswered.Any() || model.Open.Any(), (await bot.UnfinishedAsync()).Contains(model.Chat));
    }
}
