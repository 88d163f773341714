using System.Collections.Immutable;
using System.Text;

namespace MultiBot.Domain.Messages;

/// <summary>Puts a formatted text together, piece by piece. Whatever a piece holds, it is shown as it is.</summary>
public sealed class FormattedTextBuilder
{
    private readonly StringBuilder _text = new();
    private readonly ImmutableArray<TextEntity>.Builder _entities = ImmutableArray.CreateBuilder<TextEntity>();

    public FormattedTextBuilder Plain(string text)
    {
        _text.Append(StorableText.Clean(text));
        return this;
    }

    public FormattedTextBuilder Bold(string text) => Add(text, TextEntityKind.Bold);

    public FormattedTextBuilder Code(string text) => Add(text, TextEntityKind.Code);

    /// <summary>Ends the line.</summary>
    public FormattedTextBuilder Line() => Plain("\n");

    public FormattedText Build() => new(_text.ToString(), _entities.ToImmutable());

    // Telegram takes white space off the ends of an entity; ours have none there, so that what is counted is what is shown.
    private FormattedTextBuilder Add(string text, TextEntityKind kind)
    {
        var from = _text.Length + text.Length - text.AsSpan().TrimStart().Length;
        var length = text.AsSpan().Trim().Length;
        if (length > 0) _entities.Add(new TextEntity { Kind = kind, Offset = from, Length = length });
        return Plain(text);
    }
}
