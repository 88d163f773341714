using MultiBot.Domain.Bots;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Sqlite.Session;

namespace MultiBot.Storage.Sqlite.Conversations;

/// <summary>A group and the supergroup that it became are one chat, unless the bot has talked in both, or in neither.</summary>
internal static class GroupMoveStep
{
    private const string SelectAll = "SELECT group_id, place FROM group_moves WHERE bot_id = ?1 ORDER BY group_id";
    private const string SelectKnown = "SELECT 1 FROM group_moves WHERE bot_id = ?1 AND group_id = ?2 AND place = ?3";
    private const string SelectChat = "SELECT 1 FROM chats WHERE bot_id = ?1 AND chat_id = ?2";

    private const string Upsert =
        "INSERT INTO group_moves (bot_id, group_id, place) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET place = excluded.place";

    public static SliceAnswer<GroupMoveStored> Apply(SliceScope scope, GroupMoveSlice slice)
    {
        var follows = Any(scope.Session.Query(SelectKnown, scope.Bot, slice.Chat, slice.To));
        if (!follows && Any(scope.Session.Query(SelectChat, scope.Bot, slice.Chat)) && !Any(scope.Session.Query(SelectChat, scope.Bot, slice.To)))
        {
            scope.Session.Execute(Upsert, scope.Bot, slice.Chat, slice.To);
            follows = true;
        }

        return new SliceAnswer<GroupMoveStored>.Accepted(new GroupMoveStored { Follows = follows });
    }

    public static List<GroupMoved> All(SqliteSession session, BotId bot)
    {
        var moves = new List<GroupMoved>();
        using var rows = session.Query(SelectAll, bot);
        while (rows.Read()) moves.Add(new GroupMoved { Chat = rows.Chat(0), To = rows.Chat(1) });
        return moves;
    }

    private static bool Any(SqlRows found)
    {
        using var rows = found;
        return rows.Read();
    }
}
