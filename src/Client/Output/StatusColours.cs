using Spectre.Console;

namespace MultiBot.Client.Output;

/// <summary>Words of state that a reader should see without reading.</summary>
internal static class StatusColours
{
    private static readonly Style Good = new(Color.Green);
    private static readonly Style Passing = new(Color.Yellow);
    private static readonly Style Bad = new(Color.Red);

    public static Style Of(string word) => word switch
    {
        "Running" or "Healthy" or "Active" => Good,
        "Starting" or "Stopping" or "Degraded" or "FloodWaited" or "LoginRequired" or "overdue" or "uncertain" => Passing,
        "Failed" or "Conflict" or "Unhealthy" or "Dead" or "parked" or "rejected" => Bad,
        _ => Style.Plain,
    };
}
