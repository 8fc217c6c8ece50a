using System.Globalization;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SmarterMeasure.Connector.Benchmarks.Accept;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Receiving;
using SmarterMeasure.Connector.Wire;

namespace SmarterMeasure.Connector.Benchmarks.Forward;

/// <summary>A store in which deliveries wait, made through the store itself.</summary>
internal static class Backlog
{
    public const int Students = 20_000;
    public static readonly string[] Sections = ["LifeFactors", "Math", "Reading", "TechComp", "PersonalAttributes"];

    /// <summary>Makes the store, with one delivery for each student (a number that thousand divides) and section.</summary>
    public static async Task MakeAsync(string file, int students = Students)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["SmarterMeasure:VerificationKeys:0:Key"] = Contender.Key,
            ["SmarterMeasure:Inbox:ConnectionString"] = $"Data Source={file}",
        });
        builder.Services.AddSmarterMeasureCore().UseSqliteInbox();
        using var host = builder.Build();
        var inbox = host.Services.GetRequiredService<IInbox>();
        await inbox.OpenAsync(CancellationToken.None);
        for (var student = 0; student < students; student += 1000)
        {
            var body = PooledBody.CopyOf(Encoding.UTF8.GetBytes("{}"));
            var envelope = new Envelope
            {
                CallbackId = $"backlog-{student}",
                Event = SmarterMeasureEvents.SectionComplete,
                UserId = $"{student}",
                Format = PayloadFormat.Json,
            };
            await inbox.AcceptAsync(
                new ReceivedEvent(envelope, body, body.ComputeHash(), TimeProvider.System.GetUtcNow()), CancellationToken.None);
            var leased = await inbox.LeaseAsync(1, TimeSpan.FromMinutes(5), CancellationToken.None);
            await inbox.CompleteAsync(
                leased[0],
                [.. Enumerable.Range(student, 1000).SelectMany(one => Sections.Select(section => New(one, section)))],
                CancellationToken.None);
        }
    }

    /// <summary>The school's id of a student.</summary>
    public static string IdOf(int student) => "S" + student.ToString("D6", CultureInfo.InvariantCulture);

    private static NewDelivery New(int student, string section)
    {
        var subject = $"section-result:{student}:{section}";
        return new NewDelivery
        {
            Destination = "lms",
            Subject = subject,
            Operation = $"{subject}:unscored:00000000",
            Version = TimeProvider.System.GetUtcNow(),
            Result = new SectionResult
            {
                Student = new StudentRef { UserId = $"{student}", InternalId = IdOf(student), Email = $"{student}@school.example" },
                Section = section,
                Readiness = "pass",
                Percent = student % 101,
            },
        };
    }
}
