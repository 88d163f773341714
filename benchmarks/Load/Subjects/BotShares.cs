using MultiBot.PrivatePostgres;
using Npgsql;

namespace MultiBot.Load.Subjects;

/// <summary>How the bots of a cluster are shared out over its silos, as their balancers see it.</summary>
internal sealed class BotShares(PostgresDatabase database, TimeProvider time)
{
    /// <summary>The default of <c>MultiBot:Balance:Slack</c>: within it nothing moves any more.</summary>
    public const double BalancerSlack = 0.1;

    private const string Select = "SELECT running FROM multibot.living_silos() WHERE NOT draining";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>One query over all leases each time: seldom enough not to be part of what is measured.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    /// <summary>Completes when so many silos take part and each is as near to its share as <paramref name="within"/>, a fraction of it.</summary>
    /// <exception cref="TimeoutException">They never are.</exception>
    public async Task EvenAsync(int silos, double within, Action check, CancellationToken cancelled)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(cancelled);
        for (var began = time.GetTimestamp(); !AreEven(await ReadAsync(connection, cancelled), silos, within);)
        {
            check();
            if (time.GetElapsedTime(began) > Patience)
                throw new TimeoutException("The bots do not even out.");
            await Task.Delay(LookEvery, time, cancelled);
        }
    }

    private static bool AreEven(List<long> bots, int silos, double within)
    {
        var share = (double)bots.Sum() / silos;
        return bots.Count == silos && bots.TrueForAll(mine => Math.Abs(mine - share) <= Math.Max(share * within, 1));
    }

    private static async Task<List<long>> ReadAsync(NpgsqlConnection connection, CancellationToken cancelled)
    {
        await using var command = new NpgsqlCommand(Select, connection);
        await using var reader = await command.ExecuteReaderAsync(cancelled);
        var bots = new List<long>();
        while (await reader.ReadAsync(cancelled))
            bots.Add(reader.GetInt64(0));
        return bots;
    }
}
