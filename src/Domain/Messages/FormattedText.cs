using System.Collections.Immutable;
using System.Globalization;

namespace MultiBot.Domain.Messages;

/// <summary>
/// A text with entities. They are in order, do not overlap, are not empty and neither begin nor end with white space; the text holds
/// no lone surrogate. Made by <see cref="FormattedTextBuilder"/>.
/// </summary>
public sealed class FormattedText
{
    /// <summary>Telegram shows so many entities of a message and leaves the others plain.</summary>
    public const int MostEntities = 100;

    internal FormattedText(string text, ImmutableArray<TextEntity> entities) => (Text, Entities) = (text, entities);

    public string Text { get; }
    public ImmutableArray<TextEntity> Entities { get; }

    /// <summary>
    /// Messages that Telegram takes: cut between two lines, else at white space, else between two characters as a reader sees them. An
    /// entity is cut only when no message could hold it, a surrogate pair never. Nothing is lost but the white space at the cuts.
    /// </summary>
    /// <param name="limit">UTF-16 code units of a message, at least 2 (a surrogate pair).</param>
    /// <returns>The messages in order, each with something to see; none when the text has nothing.</returns>
    public IReadOnlyList<FormattedText> Split(int limit = MessageSplitter.TelegramLimit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 2);
        var parts = new List<FormattedText>();
        for (var start = SkipBlank(0); start < Text.Length;)
        {
            var end = FindCut(start, limit);
            if (Part(start, end) is { } part) parts.Add(part);
            start = SkipBlank(end);
        }

        return parts;
    }

    private int FindCut(int start, int limit)
    {
        var entity = Entities.TakeWhile(known => known.End <= start).Count();
        var stop = Math.Min(start + limit, Text.Length);
        if (entity + MostEntities < Entities.Length) stop = Math.Min(stop, Entities[entity + MostEntities].Offset);
        if (stop == Text.Length) return stop;

        var (cut, best, character) = (stop, Cut.Entity, start);
        for (var at = start; at <= stop; at++)
        {
            if (entity < Entities.Length && Entities[entity].End <= at) entity++;
            var isCharacter = at == character;
            if (isCharacter) character += StringInfo.GetNextTextElementLength(Text.AsSpan(at));
            var isInside = entity < Entities.Length && Entities[entity].Offset < at;
            if (at > start && Judge(at, isCharacter, isInside) is var judged && judged >= best) (cut, best) = (at, judged);
        }

        return cut;
    }

    private Cut Judge(int at, bool isCharacter, bool isInside)
    {
        var (before, after) = (Text[at - 1], Text[at]);
        if (char.IsSurrogatePair(before, after)) return Cut.None;
        if (isInside) return isCharacter ? Cut.EntityAtCharacter : Cut.Entity;
        if (before is '\n' || after is '\n') return Cut.Line;
        if (char.IsWhiteSpace(before) || char.IsWhiteSpace(after)) return Cut.Space;
        return isCharacter ? Cut.Character : Cut.InsideCharacter;
    }

    /// <summary>What is between the two, without white space at its end; null when there is nothing to see.</summary>
    private FormattedText? Part(int start, int end)
    {
        var text = Text.AsSpan()[start..end].TrimEnd();
        if (!MessageSplitter.IsVisible(text)) return null;
        end = start + text.Length;
        var entities = Entities.Where(entity => entity.Offset < end && entity.End > start).Select(entity => Clip(entity, start, end));
        return new FormattedText(text.ToString(), [.. entities]);
    }

    private static TextEntity Clip(TextEntity entity, int start, int end)
    {
        var from = Math.Max(entity.Offset, start);
        return entity with { Offset = from - start, Length = Math.Min(entity.End, end) - from };
    }

    private int SkipBlank(int at)
    {
        while (at < Text.Length && char.IsWhiteSpace(Text[at])) at++;
        return at;
    }

    /// <summary>Places to cut, the best one last.</summary>
    private enum Cut
    {
        None,
        Entity,
        EntityAtCharacter,
        InsideCharacter,
        Character,
        Space,
        Line,
    }
}
