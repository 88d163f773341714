using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using MultiBot.Domain.Bots;
using MultiBot.Storage.Postgres.Session;
using MultiBot.Storage.Postgres.Startup;
using MultiBot.Storage.Tests.Fixtures;

namespace MultiBot.Storage.Tests.Postgres;

/// <summary>
/// A statement of the store as it is, and as it would be had its author forgotten the bot: the filter is gone, its parameter is
/// still used, so that the statement stays valid.
/// </summary>
internal sealed partial record Unfiltered(string Name, string Sql)
{
    /// <summary>A message's id is drawn for one bot only; as a filter it would hide what a missing one shows.</summary>
    [GeneratedRegex(@"(?:\b\w+\.)?\b(?:bot_id|message_id) = (\$\d)\b(?!\d)")]
    private static partial Regex Filter { get; }

    [GeneratedRegex(@"LIMIT 1\s*$")]
    private static partial Regex OneRow { get; }

    [GeneratedRegex(@"\bbot_id = \$\d")]
    private static partial Regex OneBot { get; }

    /// <summary>«LIMIT 1» at the end goes as well: it would hide that more was found.</summary>
    public string Stripped => OneRow.Replace(Filter.Replace(Sql, "$1 IS NOT NULL"), "LIMIT 1000000");

    private static readonly byte[] NobodysHash = new byte[32];

    /// <summary>Every SELECT of the store that names a bot.</summary>
    public static IReadOnlyList<Unfiltered> All { get; } =
    [
        .. from type in typeof(PostgresDatabase).Assembly.GetTypes()
           where type.Namespace?.StartsWith("MultiBot.Storage.Postgres", StringComparison.Ordinal) == true
           from field in type.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)
           where field.IsLiteral && field.FieldType == typeof(string)
           let sql = (string)field.GetRawConstantValue()!
           where sql.StartsWith("SELECT", StringComparison.Ordinal) && OneBot.IsMatch(sql)
           select new Unfiltered($"{type.Name}.{field.Name}", sql),
    ];

    /// <summary>Asks for all there is of the bot. <paramref name="message"/>: the parked message to look for.</summary>
    public SqlStatement Of(BotId bot, long message, bool stripped) =>
        new(RowsAsText(stripped ? Stripped : Sql), [.. Enumerable.Range(1, ParameterCount).Select(number => ValueOf($"${number}", bot, message))]);

    private int ParameterCount => Enumerable.Range(1, 9).Last(number => Sql.Contains($"${number.ToString(CultureInfo.InvariantCulture)}", StringComparison.Ordinal));

    private SqlArgument ValueOf(string parameter, BotId bot, long message)
    {
        if (Sql.Contains($"bot_id = {parameter}", StringComparison.Ordinal)) return bot;
        if (Sql.Contains($"message_id = {parameter}", StringComparison.Ordinal)) return message;
        if (Sql.Contains($"person = {parameter}", StringComparison.Ordinal)) return NobodysHash;
        if (Sql.Contains($"source_id = {parameter}", StringComparison.Ordinal)) return 2L;
        if (Sql.Contains($"turn = {parameter}", StringComparison.Ordinal)) return 1L;
        if (Sql.Contains($"chat_id = ANY ({parameter})", StringComparison.Ordinal)) return new[] { TestBot.Chat.Value };
        if (Sql.Contains($"chat_id = {parameter}", StringComparison.Ordinal)) return TestBot.Chat;
        if (Sql.Contains($"LIMIT {parameter}", StringComparison.Ordinal)) return 1_000_000L;
        if (Sql.Contains($"hour >= {parameter}", StringComparison.Ordinal) || Sql.Contains($"d.at >= {parameter}", StringComparison.Ordinal)) return DateTimeOffset.UnixEpoch;
        if (Sql.Contains($"hour < {parameter}", StringComparison.Ordinal)) return DateTimeOffset.UnixEpoch.AddYears(200);
        if (Sql.Contains($"< {parameter}", StringComparison.Ordinal) || Sql.Contains($"<= {parameter}", StringComparison.Ordinal)) return long.MaxValue;
        if (Sql.Contains($"> {parameter}", StringComparison.Ordinal) || Sql.Contains($"bigint >= {parameter}", StringComparison.Ordinal)) return long.MinValue;
        if (Sql.Contains($"{parameter} = ANY (p.tags)", StringComparison.Ordinal)) return FiftyBots.Tag;
        if (Sql.Contains($"type = ANY ({parameter})", StringComparison.Ordinal)) return (string[]?)null;
        throw new InvalidOperationException($"{Name} has a parameter {parameter} that this test can't fill in.");
    }

    /// <summary>A locking statement can't be asked from, and has no columns: «()» for each of its rows.</summary>
    private static string RowsAsText(string sql) => sql.Contains("FOR UPDATE", StringComparison.Ordinal)
        ? sql.Replace("SELECT FROM", "SELECT '()' FROM", StringComparison.Ordinal)
        : $"SELECT r::text FROM ({sql}) r";
}
