// Two runs at a time: each is a process of its own beside a server, and the machine may have no more than two cores.
[assembly: Xunit.v3.Parallelization(MaxThreads = 2)]
