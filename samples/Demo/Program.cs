using Demo;

// A school's first day with the connector, in one process: 25 students take the assessment, the vendor sends their events
// in both formats, with the key in header and URL, doubled, out of order and among strangers, and their results appear as
// grades in Canvas. Exits with 1 if anything is missing or doubled.
using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
await using var school = await School.OpenAsync(limit.Token);
var report = await school.ReceiveFromVendorAsync(limit.Token);
await school.UntilSettledAsync(limit.Token);
return await Outcome.PrintAsync(school, report, Console.Out, limit.Token);
