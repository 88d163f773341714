using System.Globalization;

namespace MultiBot.Sandbox.Control;

/// <summary>Whole numbers in the query string.</summary>
internal static class QueryNumber
{
    /// <summary>Absent reads as <paramref name="otherwise"/>; false when it is no number or out of bounds.</summary>
    public static bool TryRead(HttpContext http, string name, long lowest, long highest, long otherwise, out long value)
    {
        value = otherwise;
        var text = http.Request.Query[name].ToString();
        return text.Length == 0
            || (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && value >= lowest && value <= highest);
    }
}
