using System.Globalization;

namespace MultiBot.PrivatePostgres;

/// <summary>Reads the processor time of a postmaster and its children from /proc (proc(5), the file «stat»).</summary>
internal static class ProcessorClock
{
    // The kernel tells user space in hundredths of a second, whatever it counts in (USER_HZ).
    private const double TicksPerSecond = 100;

    // Counted from the field behind the command's name, which may itself hold blanks.
    private const int Parent = 1, User = 11, System = 12, EndedUser = 13, EndedSystem = 14;

    /// <summary>The process's own time, that of its ended children and that of its living ones.</summary>
    public static TimeSpan Read(int postmaster)
    {
        var self = Fields(postmaster.ToString(CultureInfo.InvariantCulture));
        var living = Directory.EnumerateDirectories("/proc")
            .Select(folder => Path.GetFileName(folder))
            .Where(name => char.IsAsciiDigit(name[0]))
            .Select(Fields)
            .Where(fields => fields.Length > 0 && fields[Parent] == postmaster);
        var ticks = Sum(self, User, System, EndedUser, EndedSystem) + living.Sum(child => Sum(child, User, System));
        return TimeSpan.FromSeconds(ticks / TicksPerSecond);
    }

    private static long Sum(long[] fields, params int[] which) => fields.Length == 0 ? 0 : which.Sum(field => fields[field]);

    // The first field is a letter, the process's state.
    private static long Number(string field) => long.TryParse(field, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>None when the process has ended.</summary>
    private static long[] Fields(string process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return [.. fields.Take(EndedSystem + 1).Select(Number)];
        }
        catch (IOException)
        {
            return [];
        }
    }
}
