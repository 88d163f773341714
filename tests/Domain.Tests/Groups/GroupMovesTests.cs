using MultiBot.Domain.Chats;
using MultiBot.Domain.Groups;
using MultiBot.Domain.Messages;

namespace MultiBot.Domain.Tests.Groups;

/// <summary>A group that became a supergroup stays the chat that it was.</summary>
public sealed class GroupMovesTests
{
    private static readonly ChatId Group = new(-500);
    private static readonly ChatId Supergroup = new(-1_000_000_000_500);
    private static readonly GroupMoved Move = new() { Chat = Group, To = Supergroup };
    private static readonly GroupMoves Moves = GroupMoves.Of([Move]);

    [Fact]
    public void Message_FromTheSupergroup_BelongsToTheGroupUnderAnIdOfItsOwn()
    {
        var before = Message(Group, source: 5);
        var after = Message(Supergroup, source: 5) with { ReplyToSourceId = 4 };

        Assert.Same(before, Moves.In(before));
        var renamed = Assert.IsType<MessageArrived>(Moves.In(after));
        Assert.Equal(Group, renamed.Chat);
        Assert.NotEqual(before.SourceId, renamed.SourceId);
        Assert.NotEqual(renamed.SourceId, renamed.ReplyToSourceId);
        Assert.Null(Assert.IsType<MessageArrived>(Moves.In(Message(Supergroup, 6))).ReplyToSourceId);
    }

    [Fact]
    public void Reply_FindsTheMessageThatCameFromTheSupergroup_AndNoneFromBefore()
    {
        var arrived = Assert.IsType<MessageArrived>(Moves.In(Message(Supergroup, 5)));

        Assert.Equal((Supergroup, (long?)5), Sent(arrived.SourceId));
        Assert.Equal((Supergroup, null), Sent(5));
        Assert.Equal((Supergroup, null), Sent(null));

        (ChatId, long?) Sent(long? replyTo)
        {
            var sent = Moves.Out(new OutgoingMessage { Chat = Group, RowId = 1, Turn = 1, Part = 0, Text = "Hi", ReplyTo = replyTo });
            return (sent.Chat, sent.ReplyTo);
        }
    }

    [Fact]
    public void Edit_AndMembership_GoTheSameWay()
    {
        var edit = Moves.In(new MessageEdited { Chat = Supergroup, SourceId = 5, Text = "x", EditedAt = DateTimeOffset.UnixEpoch });

        Assert.Equal(((MessageArrived)Moves.In(Message(Supergroup, 5))).SourceId, Assert.IsType<MessageEdited>(edit).SourceId);
        Assert.Equal(Group, Assert.IsType<ContactMembership>(Moves.In(new ContactMembership { Chat = Supergroup, Blocked = true })).Chat);
    }

    [Fact]
    public void Author_WhoIsTheGroupItself_StaysIt()
    {
        var renamed = Assert.IsType<MessageArrived>(Moves.In(Message(Supergroup, 5) with { Details = new MessageDetails { AuthorId = Supergroup.Value } }));

        Assert.Equal(Group.Value, renamed.Details!.AuthorId);
    }

    [Fact]
    public void Others_GoTheirOwnWay()
    {
        var elsewhere = Message(new ChatId(-600), 5);
        var sent = new OutgoingMessage { Chat = new ChatId(-600), RowId = 1, Turn = 1, Part = 0, Text = "Hi", ReplyTo = 5 };

        Assert.Same(elsewhere, Moves.In(elsewhere));
        Assert.Same(sent, Moves.Out(sent));
        Assert.True(Moves.Knows(Move));
        Assert.False(Moves.Knows(Move with { To = Group }));
    }

    private static MessageArrived Message(ChatId chat, long source) => new() { Chat = chat, SourceId = source, Text = "hi", At = DateTimeOffset.UnixEpoch };
}
