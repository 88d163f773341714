using Npgsql;

namespace MultiBot.Cluster.Tests.Fixtures;

/// <summary>
/// Who was given which bot, in the database's own order: a trigger of ours on the leases writes it down, so that the silos are not
/// asked about themselves.
/// </summary>
internal sealed class LeaseHistory(string adminConnectionString)
{
    private const string Watch = """
        CREATE SCHEMA judge;
        CREATE TABLE judge.holders (id bigserial PRIMARY KEY, bot_id text NOT NULL, silo text NOT NULL);
        CREATE FUNCTION judge.note() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = multibot, pg_temp AS $$
        BEGIN
            IF NEW.incarnation IS NULL OR (TG_OP = 'UPDATE' AND NEW.incarnation IS NOT DISTINCT FROM OLD.incarnation AND NEW.epoch = OLD.epoch) THEN
                RETURN NULL;
            END IF;
            INSERT INTO judge.holders (bot_id, silo) SELECT NEW.bot_id, i.silo FROM silo_incarnations i WHERE i.id = NEW.incarnation;
            RETURN NULL;
        END $$;
        CREATE TRIGGER judge AFTER INSERT OR UPDATE ON multibot.bot_leases FOR EACH ROW EXECUTE FUNCTION judge.note();
        """;

    /// <summary>Begins; the schema must be there, and no bot yet.</summary>
    public async Task WatchAsync()
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(Watch, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The holders of each bot, one after another.</summary>
    public async Task<ILookup<string, string>> ReadAsync()
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand("SELECT bot_id, silo FROM judge.holders ORDER BY id", connection);
        await using var reader = await command.ExecuteReaderAsync();
        var holders = new List<(string Bot, string Silo)>();
        while (await reader.ReadAsync())
            holders.Add((reader.GetString(0), reader.GetString(1)));
        return holders.ToLookup(row => row.Bot, row => row.Silo);
    }

    private async Task<NpgsqlConnection> OpenAsync()
    {
        // Unpooled: the server crashes between two calls.
        var connection = new NpgsqlConnection($"{adminConnectionString};Pooling=false");
        await connection.OpenAsync();
        return connection;
    }
}
