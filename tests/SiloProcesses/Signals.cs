using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace MultiBot.SiloProcesses;

/// <summary>Signals to one process (signal(7); the numbers are Linux' on x86 and ARM).</summary>
internal static partial class Signals
{
    private const int Terminate = 15, Continue = 18, Stop = 19;

    public static void SendTerminate(this Process process) => Send(process, Terminate);

    public static void SendStop(this Process process) => Send(process, Stop);

    public static void SendContinue(this Process process) => Send(process, Continue);

    private static void Send(Process process, int signal)
    {
        if (Kill(process.Id, signal) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);
}
