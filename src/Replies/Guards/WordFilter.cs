using System.Text;

namespace MultiBot.Replies.Guards;

/// <summary>One word of a text, without blanks, on its way through <see cref="LinkFilter"/>. Goes over it once, from left to right.</summary>
internal ref struct WordFilter(ReadOnlySpan<char> word, AllowedHosts hosts, StringBuilder kept)
{
    private readonly ReadOnlySpan<char> _word = word;
    private int _at;

    public void Run()
    {
        while (_at < _word.Length)
        {
            var scheme = _word[_at..].IndexOf(LinkParts.SchemeEnd);
            if (scheme < 0)
            {
                Names(_word.Length);
                return;
            }

            var start = StartOfScheme(_at + scheme);
            Names(start);
            // A name before it may have been an address that reaches as far as here, or beyond.
            if (_at <= start) Address();
        }
    }

    /// <summary>An address with a scheme begins here.</summary>
    private void Address()
    {
        var allowed = LinkParts.SchemeLength(_word[_at..]) > 0 ? LinkParts.AllowedLength(_word[_at..], hosts) : 0;
        if (allowed > 0) Copy(allowed);
        else TakeOut(EndOf(_at + _word[_at..].IndexOf(LinkParts.SchemeEnd) + LinkParts.SchemeEnd.Length));
    }

    /// <summary>Copies up to <paramref name="limit"/>, where no scheme is, and looks at the names on the way.</summary>
    private void Names(int limit)
    {
        while (_at < limit)
        {
            if (!LinkParts.IsOfLabel(_word[_at]))
            {
                Copy(1);
                continue;
            }

            var end = EndOfName(limit);
            if (LinkParts.IsHostLike(_word[_at..end])) Host(end);
            else Copy(end - _at);
        }
    }

    /// <summary>A name of labels between single dots.</summary>
    private readonly int EndOfName(int limit)
    {
        var end = _at;
        while (end < limit && (LinkParts.IsOfLabel(_word[end]) || (_word[end] == '.' && end + 1 < limit && LinkParts.IsOfLabel(_word[end + 1])))) end++;
        return end;
    }

    private void Host(int end)
    {
        var isMailbox = _at > 1 && _word[_at - 1] == '@' && IsOfMailbox(_word[_at - 2]);
        var allowed = isMailbox ? 0 : LinkParts.AllowedLength(_word[_at..], hosts);
        if (allowed > 0)
            Copy(allowed);
        else if (isMailbox)
            TakeOutMailbox(end);
        else if (LinkParts.PortLength(_word[end..]) > 0 || LinkParts.BeginsPath(_word[end..]) || _word[_at..].StartsWith("www.", StringComparison.OrdinalIgnoreCase))
            TakeOut(EndOf(end));
        else
            CopyJoined(end);
    }

    private void TakeOutMailbox(int end)
    {
        // What stands before the host has been copied already, perhaps with joiners in it.
        var start = kept.Length - 1;
        while (start > 0 && (IsOfMailbox(kept[start - 1]) || kept[start - 1] == LinkFilter.Joiner)) start--;
        kept.Length = start;
        TakeOut(EndOf(end));
    }

    private static bool IsOfMailbox(char c) => LinkParts.IsOfHost(c) || c is '+' or '%';

    private void TakeOut(int end)
    {
        kept.Append(LinkFilter.Gone);
        _at = end;
    }

    private void Copy(int length)
    {
        kept.Append(_word.Slice(_at, length));
        _at += length;
    }

    private void CopyJoined(int end)
    {
        for (; _at < end; _at++)
        {
            kept.Append(_word[_at]);
            if (_word[_at] == '.') kept.Append(LinkFilter.Joiner);
        }
    }

    /// <summary>All that hangs on an address, but for marks at its end; a bracket that was opened in it is its own.</summary>
    private readonly int EndOf(int atLeast)
    {
        var end = _word.Length;
        var owned = _word[_at..].Count('(') - _word[_at..].Count(')');
        while (end > atLeast && LinkParts.IsClosing(_word[end - 1]))
        {
            if (_word[end - 1] == ')' && owned++ >= 0) break;
            end--;
        }

        return end;
    }

    /// <summary>Where the scheme before "://" begins: ASCII by its definition. A sentence that ends right before http is no part of it.</summary>
    private readonly int StartOfScheme(int colon)
    {
        var start = colon;
        while (start > _at && (char.IsAsciiLetterOrDigit(_word[start - 1]) || _word[start - 1] is '+' or '-' or '.')) start--;
        foreach (var known in (ReadOnlySpan<string>)["https", "http"])
        {
            var first = colon - known.Length;
            if (first > start && _word[first..colon].Equals(known, StringComparison.OrdinalIgnoreCase) && !char.IsAsciiLetterOrDigit(_word[first - 1])) return first;
        }

        return start;
    }
}
