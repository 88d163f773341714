using System.Globalization;
using MultiBot.Load.World;
using MultiBot.PrivatePostgres;

namespace MultiBot.Load.Subjects;

/// <summary>Starts the plain peer.</summary>
internal static class PeerProgram
{
    public const string Name = "plain peer";

    public static async Task<Subject> StartAsync(LoadWorld world, PostgresDatabase database, LoadPlan plan, CancellationToken cancelled)
    {
        var crowd = world.Gather(plan.Bots, plan.Chats);
        var environment = new Dictionary<string, string>
        {
            ["Peer__Tokens"] = string.Join(',', crowd.Bots.Select(Tokens.Of)),
            ["Peer__BotApiUrl"] = world.Url,
            ["Peer__LlmEndpoint"] = world.LlmEndpoint,
            ["Peer__LlmKey"] = "load",
            ["Peer__LlmModel"] = "load",
            ["Peer__HistoryMessages"] = SiloBots.HistoryMessages.ToString(CultureInfo.InvariantCulture),
            // The owner of the database: this program has one login and makes its own tables.
            ["ConnectionStrings__Peer"] = database.MigrationsConnectionString,
        };
        foreach (var (name, value) in world.Trust)
            environment[name] = value;
        if (plan.PeerPrepared)
            environment["Peer__Prepared"] = "true";
        if (plan.PeerServerGc)
            environment["DOTNET_gcServer"] = "1";
        var subject = new Subject(Name, [SubjectProcess.Start(Programs.PlainPeer, [], environment, TimeProvider.System)], crowd);
        await world.Polls.AllAsync(crowd.Bots, subject.Check, cancelled);
        return subject;
    }
}
