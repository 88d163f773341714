using System.CommandLine;

namespace MultiBot.Load.Commands;

/// <summary>The options that all runs under load share.</summary>
internal sealed class LoadOptions
{
    private readonly Option<int> silos;
    private readonly Option<int> bots = Count("--bots", "Bots of each subject.", 10);
    private readonly Option<int> chats = Count("--chats", "People per bot.", 100);
    private readonly Option<double> warmUp = Seconds("--warm-up", "Seconds of load before a process is measured for the first time: a fresh one is half as fast.", 20);
    private readonly Option<double> settle = Seconds("--settle", "Seconds of load before each later measurement.", 4);
    private readonly Option<double> seconds = Seconds("--seconds", "Seconds measured each time.", 10);
    private readonly Option<double> llmMs = Seconds("--llm-ms", "Milliseconds the model takes.", 0);
    private readonly Option<double?> rate = new("--rate") { Description = "Messages a second from idle chats, instead of a closed loop." };
    private readonly Option<bool> even = new("--even") { Description = "With --rate: at equal distances instead of Poisson arrivals." };
    private readonly Option<int?> inFlight = new("--in-flight") { Description = "Closed loop: chats that wait for an answer at a time. All of them when absent." };
    private readonly Option<bool> tls = NewTls();
    private readonly Option<string?> program = NewProgram();
    private readonly Option<string?> botPatch = new("--bot") { Description = "A change (RFC 7396) of the configuration that each bot of the silo has, such as {\"features\":{\"keepPrompts\":false}}." };
    private readonly Option<bool> peerServerGc = new("--peer-server-gc") { Description = "Gives the plain peer the server garbage collector, which its host would not have by itself." };
    private readonly Option<bool> peerPrepared = new("--peer-prepared") { Description = "Has the plain peer's statements prepared (Max Auto Prepare), which Npgsql does not do by itself." };

    /// <param name="command">Gets them.</param>
    /// <param name="silos">How many, when the command line does not say.</param>
    public LoadOptions(Command command, int silos = 1)
    {
        this.silos = Count("--silos", "Silo processes on one database.", silos);
        foreach (var option in (Option[])[this.silos, bots, chats, warmUp, settle, seconds, llmMs, rate, even, inFlight, tls, botPatch, program, Provider, Set, peerServerGc, peerPrepared, Json])
            command.Options.Add(option);
        rate.Validators.Add(result => RequirePositive(result, result.GetValueOrDefault<double?>()));
        inFlight.Validators.Add(result => RequirePositive(result, result.GetValueOrDefault<int?>()));
    }

    /// <summary>What the silo stores on.</summary>
    public Option<StorageKind> Provider { get; } = NewProvider();

    public Option<string[]> Set { get; } = NewSet();

    public Option<string?> Json { get; } = NewJson();

    public static Option<StorageKind> NewProvider() => new("--provider") { Description = "What the silo stores on: postgres or sqlite.", DefaultValueFactory = _ => StorageKind.Postgres };

    public static Option<bool> NewTls() => new("--tls") { Description = "Telegram and the model speak TLS, and offer HTTP/2, as they do on the Internet." };

    public static Option<string?> NewProgram()
    {
        var option = new Option<string?>("--program") { Description = "Path of a published MultiBot.Silo.dll, instead of the one that was built along with this program." };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } path && !File.Exists(path)) result.AddError($"There is no file {path}.");
        });
        return option;
    }

    public static Option<string[]> NewSet() => new("--set") { Description = "A further setting of the silo, KEY=VALUE. May be given again." };

    public static Option<string?> NewJson() => new("--json") { Description = "Writes the full report into this file." };

    public LoadPlan Read(ParseResult parsed) => new()
    {
        Silos = parsed.GetValue(silos),
        Bots = parsed.GetValue(bots),
        Chats = parsed.GetValue(chats),
        WarmUp = TimeSpan.FromSeconds(parsed.GetValue(warmUp)),
        Settle = TimeSpan.FromSeconds(parsed.GetValue(settle)),
        Measured = TimeSpan.FromSeconds(parsed.GetValue(seconds)),
        LlmLatency = TimeSpan.FromMilliseconds(parsed.GetValue(llmMs)),
        Rate = parsed.GetValue(rate),
        EvenArrivals = parsed.GetValue(even),
        InFlight = parsed.GetValue(inFlight),
        Tls = parsed.GetValue(tls),
        BotPatch = parsed.GetValue(botPatch),
        SiloProgram = parsed.GetValue(program),
        Storage = parsed.GetValue(Provider),
        SiloSettings = parsed.GetValue(Set) ?? [],
        PeerServerGc = parsed.GetValue(peerServerGc),
        PeerPrepared = parsed.GetValue(peerPrepared),
    };

    public static Option<int> Count(string name, string description, int value)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => value };
        option.Validators.Add(result => RequirePositive(result, result.GetValueOrDefault<int>()));
        return option;
    }

    private static Option<double> Seconds(string name, string description, double value)
    {
        var option = new Option<double>(name) { Description = description, DefaultValueFactory = _ => value };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (>= 0 and < 1e6))
                result.AddError($"{name} must be 0 or more.");
        });
        return option;
    }

    private static void RequirePositive(System.CommandLine.Parsing.OptionResult result, double? value)
    {
        if (value is not > 0)
            result.AddError($"{result.Option.Name} must be above 0.");
    }
}
