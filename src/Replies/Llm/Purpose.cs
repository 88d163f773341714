namespace MultiBot.Replies.Llm;

/// <summary>What a model is asked for.</summary>
internal enum Purpose : byte
{
    Reply,
    Analysis,
    Speech,
}
