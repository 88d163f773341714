using MultiBot.Domain.Chats;
using MultiBot.Domain.Conversations;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Replies;
using MultiBot.Domain.Storage;

namespace MultiBot.Domain.Tests.Conversations.Simulation;

/// <summary>One activation of a chat: a conversation, and its effects carried out over the wire. It may die at any moment.</summary>
internal sealed class Activation
{
    // Far more than any step needs; a step that asks for more runs wild.
    private const int MostEffectsOfOneStep = 12;

    private readonly World _world;
    private readonly Dictionary<long, Prompt> _prompts = [];
    private readonly string _name;
    private Conversation _mind;
    private ModelBot _home;
    private int _timer;

    public Activation(World world, ModelBot home, ChatId chat)
    {
        (_world, _home) = (world, home);
        _mind = Conversation.Begin(new ChatKey(World.Bot, chat), world.Chance.Id());
        _name = $"{chat}#{world.NextActivation()}";
    }

    public ChatId Chat => _mind.Key.Chat;
    public bool Alive { get; private set; } = true;
    public bool Finished => _mind.Finished;

    public bool IsBusy(ChatId chat) => Alive && Chat == chat && !_mind.Finished;

    public override string ToString() =>
        $"{_name} (epoch {_mind.Epoch}, version {_mind.Version}, turn {_mind.Turn}, following {_mind.Following}, {_mind.Unanswered.Length} unanswered, {_mind.Open.Length} open, draft {_mind.Draft?.Stage}, delivery {_mind.Delivery?.Stage})";

    public void Die() => Alive = false;

    /// <summary>The chat survives its bot: the next incarnation's nudges reach it.</summary>
    public void MoveTo(ModelBot home) => _home = home;

    public void Wake(long epoch, ConversationRules? rules, ChatAdvance? advance)
    {
        if (_world.Bug is PlantedBug.GapIgnored && advance is not null)
            advance = advance with { FromVersion = _mind.Version, Reload = false };
        Drive(new ConversationOperation.Wake(epoch, rules, advance));
    }

    public void Drive(ConversationOperation operation)
    {
        if (!Alive)
            return;

        var step = _mind.Apply(operation, _world.Schedule.Now);
        _mind = step.Next;
        _world.Trace.Note($"{_name}: {operation.GetType().Name} → {string.Join(", ", step.Effects.Select(effect => effect.GetType().Name))}");
        _world.Spend(step.Effects.Count, most: MostEffectsOfOneStep);
        foreach (var effect in step.Effects)
            CarryOut(effect);
    }

    private void CarryOut(ConversationEffect effect)
    {
        switch (effect)
        {
            case ConversationEffect.Load load: Load(load); break;
            case ConversationEffect.Generate generate: Generate(generate); break;
            case ConversationEffect.Commit commit: Commit(commit); break;
            case ConversationEffect.Submit submit: Submit(submit); break;
            case ConversationEffect.Withdraw withdraw: _world.Wire.Call(() => _world.Store.Apply(withdraw.Slice), () => Alive, answer => Drive(new ConversationOperation.Withdrawn(withdraw.Ticket, answer))); break;
            case ConversationEffect.Expire expire: _world.Wire.Call(() => _world.Store.Apply(expire.Slice), () => Alive, answer => Drive(new ConversationOperation.Expired(expire.Ticket, answer))); break;
            case ConversationEffect.Plan plan: _world.Wire.Call(() => _world.Store.Apply(plan.Slice), () => Alive, answer => Drive(new ConversationOperation.Planned(plan.Ticket, answer))); break;
            case ConversationEffect.Analyze analyze: Analyze(analyze); break;
            case ConversationEffect.Claim claim: _world.Wire.Call(() => _world.Store.Apply(claim.Slice), () => Alive, answer => Drive(new ConversationOperation.ClaimAnswered(claim.Ticket, answer))); break;
            case ConversationEffect.Record record: _world.Wire.Call(() => _world.Store.Apply(record.Slice), () => Alive, answer => Drive(new ConversationOperation.OutcomeAnswered(record.Ticket, answer))); break;
            case ConversationEffect.Send send: Send(send); break;
            case ConversationEffect.WakeAt wake: WakeAt(wake.At, ++_timer); break;
            case ConversationEffect.Retire: Die(); break;
        }
    }

    private void Load(ConversationEffect.Load load) => _world.Wire.Call(
        () => _world.Store.Load(_mind.Key, load.History),
        () => Alive,
        snapshot => Drive(snapshot is null ? new ConversationOperation.LoadFailed(load.Ticket) : new ConversationOperation.Loaded(load.Ticket, snapshot)));

    /// <summary>A model that was told to stop may still answer.</summary>
    private void Generate(ConversationEffect.Generate generate)
    {
        _prompts[generate.Ticket] = new Prompt([.. generate.Unanswered], [.. generate.History], _mind.Memory.Memory);
        var (weather, chance) = (_world.Weather, _world.Chance);
        ConversationOperation answer = chance.In(weather.ModelFailsForGood) ? new ConversationOperation.DraftFailed(generate.Ticket, "reply.refused", Transient: false, null)
            : chance.In(weather.ModelFailsOnce) ? new ConversationOperation.DraftFailed(generate.Ticket, "reply.away", Transient: true, chance.In(0.3) ? chance.Seconds(1, 6) : null)
            : Written(generate.Ticket);
        _world.Wire.After(chance.In(weather.ModelSlow) ? chance.Seconds(1, 12) : chance.Millis(5, 100), () => Drive(answer));
    }

    /// <summary>Sometimes the model notes a fact meanwhile, which has a name like no other, or arranges a moment.</summary>
    private ConversationOperation.DraftWritten Written(long ticket)
    {
        var reply = _world.NewReply();
        var fact = reply[..reply.IndexOf(' ', StringComparison.Ordinal)];
        var calls = new List<ToolCall>();
        if (_world.Chance.In(0.3))
            calls.Add(new ToolCall(ToolNames.Remember, fact, "Noted.", new ToolRequest.Remember(fact, fact)));
        if (_world.Chance.In(0.2))
            calls.Add(new ToolCall(ToolNames.WriteAgain, "{}", "Arranged.", new ToolRequest.WriteAgain(_world.Schedule.Now + _world.Chance.Seconds(1, 30), fact)));
        return new ConversationOperation.DraftWritten(ticket, reply) { Calls = calls };
    }

    private void Analyze(ConversationEffect.Analyze analyze)
    {
        var memory = Prompt.Remember(analyze.Basis.Memory, _mind.History);
        var slice = new MemorySlice { Bot = World.Bot, Epoch = _mind.Epoch, Chat = Chat, Id = analyze.Id, Basis = analyze.Basis.Revision, Memory = memory, AnalyzedMessages = analyze.Messages };
        _world.Wire.After(_world.Chance.Millis(5, 6000), () => _world.Wire.Call(() => _world.Store.Apply(slice), () => Alive, answer => Drive(answer switch
        {
            SliceAnswer<MemoryStored>.Accepted { Result: var stored } =>
                new ConversationOperation.Analyzed(analyze.Ticket, analyze.Basis with { Memory = memory, Revision = stored.Revision, AnalyzedMessages = analyze.Messages }),
            null => new ConversationOperation.AnalysisFailed(analyze.Ticket),
            _ => new ConversationOperation.AnalysisFailed(analyze.Ticket, Superseded: true),
        })));
    }

    private void Commit(ConversationEffect.Commit commit)
    {
        var slice = Spoil(commit.Slice);
        if (slice.Parts.Count > 0)
            _world.Judge.Drafted(slice.Id, _prompts[commit.Ticket]);
        if (_world.Bug is PlantedBug.SentBeforeCommit && slice.Parts is [{ SendNow: true } first, ..] && _mind.Draft is { RepeatAt: null })
            _world.Wire.Send(new OutgoingMessage { Chat = Chat, RowId = 0, Turn = _mind.Turn + 1, Part = 0, Text = first.Text }, () => Alive, _ => { });
        _world.Wire.Call(() => _world.Store.Apply(slice), () => Alive, answer => Drive(new ConversationOperation.TurnAnswered(commit.Ticket, answer)));
    }

    private void Submit(ConversationEffect.Submit submit)
    {
        _world.Judge.Drafted(submit.Slice.Id, _prompts[submit.Ticket]);
        _world.Wire.Call(() => _world.Store.Apply(submit.Slice), () => Alive, answer => Drive(new ConversationOperation.Submitted(submit.Ticket, answer)));
    }

    private TurnSlice Spoil(TurnSlice slice)
    {
        var chat = _world.Store.Chat(Chat);
        return _world.Bug switch
        {
            PlantedBug.StaleDraftCommitted => slice with { Basis = new TurnBasis(chat.Version, chat.Turn) },
            PlantedBug.WatermarkBeyondAnswered => slice with { AnsweredUpTo = slice.AnsweredUpTo + 5 },
            _ => slice,
        };
    }

    private void Send(ConversationEffect.Send send) => _home.Send(send.Message, _mind.Epoch, () => Alive, outcome =>
    {
        if (outcome is SendOutcome.SessionLost)
            Drive(new ConversationOperation.Wake(_mind.Epoch, _home.Rules, Advance: null));
        Drive(new ConversationOperation.SendFinished(send.Ticket, outcome));
    });

    private void WakeAt(DateTimeOffset at, int timer) => _world.Schedule.At(at + _world.Chance.Millis(0, 15), () =>
    {
        if (timer == _timer)
            Drive(new ConversationOperation.Tick());
    });
}
