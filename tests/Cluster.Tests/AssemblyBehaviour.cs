using Xunit.Sdk;
using Xunit.v3;

// Each test has several silos and keeps every processor busy.
[assembly: Parallelization(Mode = ParallelMode.None)]
