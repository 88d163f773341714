using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MultiBot.Domain.Bots.Configuration;

/// <summary>The fields of <c>telegram.senders</c>.</summary>
internal static class SendersReader
{
    private const int MostIds = 1_000;

    // Telegram's ids have at most 52 significant bits; people's are above 0.
    private const long MaxId = 1L << 52;

    public static SendersConfig Read(SectionReader section)
    {
        var senders = new SendersConfig
        {
            Allow = section.TryGetOrNull("allow", JsonValueKind.Array, "an array of ids", out var allowed) ? Ids(section, "allow", allowed) : null,
            Block = section.TryGet("block", JsonValueKind.Array, "an array of ids", out var blocked) ? Ids(section, "block", blocked) : [],
        };
        section.Finish();
        return senders;
    }

    private static long[] Ids(SectionReader section, string name, JsonNode node)
    {
        var items = node.AsArray();
        if (items.Count > MostIds)
            section.Refuse(name, ConfigCodes.OutOfRange, string.Create(CultureInfo.InvariantCulture, $"It holds at most {MostIds} ids."));
        var ids = new List<long>();
        for (var i = 0; i < Math.Min(items.Count, MostIds); i++)
        {
            if (items[i] is JsonValue value && value.TryGetValue(out long id) && id is > 0 and <= MaxId) ids.Add(id);
            else section.Errors.Add(JsonPointer.Append(section.At(name), i.ToString(CultureInfo.InvariantCulture)), ConfigCodes.OutOfRange, "It must be a person's id, a whole number above 0.");
        }

        return [.. ids.Distinct()];
    }
}
