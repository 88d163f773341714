using MultiBot.Domain.Bots;
using MultiBot.Storage.Sqlite.Session;

namespace MultiBot.Storage.Sqlite.Bots;

internal static class BotIds
{
    public static List<BotId> Read(SqlRows found)
    {
        var bots = new List<BotId>();
        using var rows = found;
        while (rows.Read()) bots.Add(BotId.Parse(rows.Text(0)));
        return bots;
    }
}
