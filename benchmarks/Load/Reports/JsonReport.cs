using System.Text.Json;
using System.Text.Json.Serialization;

namespace MultiBot.Load.Reports;

/// <summary>A report with the machine it was made on, as a file.</summary>
internal sealed record JsonReport(DateTimeOffset At, string Machine, int Processors, string Runtime, object Report)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static async Task WriteAsync(string file, IReport report, TimeProvider time, CancellationToken cancelled)
    {
        await using var stream = File.Create(file);
        var whole = new JsonReport(time.GetUtcNow(), Environment.MachineName, Environment.ProcessorCount, Environment.Version.ToString(), report);
        await JsonSerializer.SerializeAsync(stream, whole, Options, cancelled);
    }
}
