using System.Globalization;

namespace MultiBot.Domain.Notices;

/// <summary>The words of digests: bots by their ids, codes, and numbers.</summary>
public static class FleetText
{
    /// <summary>More bots are counted and not named.</summary>
    private const int MostNamed = 10;

    public static string Of(IReadOnlyDictionary<string, FleetTrouble> standing, FleetNews news)
    {
        List<string> said = [standing.Count == 0 ? "No bot in trouble" : $"{Count(standing.Count, "bot")} in trouble: {Names(standing, news)}"];
        if (news.Recovered.Count > 0) said.Add($"{Number(news.Recovered.Count)} recovered: {Names(news.Recovered, news.Recovered.Count)}");
        if (news.Failed > 0) said.Add($"{Count(news.Failed, "message")} parked or refused");
        if (news.Floods > 0) said.Add($"{Count(news.Floods, "long wait")} for Telegram");
        return $"{string.Join("; ", said)}.";
    }

    /// <summary>Those that are new first.</summary>
    private static string Names(IReadOnlyDictionary<string, FleetTrouble> standing, FleetNews news)
    {
        var named = standing.OrderByDescending(one => news.Troubled.Contains(one.Key)).ThenBy(one => one.Key, StringComparer.Ordinal)
            .Select(one => one.Value.Code is { } code ? $"{one.Key} ({code})" : one.Key);
        return Names(named, standing.Count);
    }

    private static string Names(IEnumerable<string> names, int count) =>
        string.Join(", ", names.Take(MostNamed)) + (count > MostNamed ? $" and {Number(count - MostNamed)} more" : "");

    private static string Count(long count, string what) => $"{Number(count)} {what}{(count == 1 ? "" : "s")}";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
