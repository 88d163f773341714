namespace MultiBot.Load.People;

/// <summary>Decides who writes when. Called under the crowd's lock.</summary>
internal interface IPace
{
    /// <summary>The crowd begins; <paramref name="idle"/> are all chats, in an order that goes round the bots.</summary>
    void Begin(IEnumerable<Talk> idle);

    /// <summary>This chat has seen the answer it waited for.</summary>
    void Freed(Talk talk);
}
