// Each test has a broker of its own, and waits most of its time: for reports, for a silence that is long enough, for a broker to come back.
[assembly: Xunit.v3.Parallelization(MaxThreads = 6)]
