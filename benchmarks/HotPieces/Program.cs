using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

// What every message passes through, piece by piece: time and bytes. Arguments are BenchmarkDotNet's, such as --filter '*Prompt*'.
// In this process: a project built from a generated one would meet all the rules of this repository, which are not made for it.
var config = DefaultConfig.Instance
    .AddJob(Job.ShortRun.WithIterationCount(10).WithToolchain(InProcessEmitToolchain.DontLogOutput))
    .WithArtifactsPath(Path.Combine("artifacts", "HotPieces"));
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args.Length > 0 ? args : ["--filter", "*"], config);
