using System.Net;
using System.Text.Json.Nodes;
using FakeCampus.Vendor;

namespace SmarterMeasure.Connector.Packaging.Tests;

/// <summary>From the package to a running connector, in a project that has never seen this repository.</summary>
public class FreshProjectTests(PackedRepository packed)
{
    private const string Key = "0f6b1d9c27e84a53b4c2918d7e60fa35";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task One_package_is_enough_for_a_native_binary_that_handles_JSON_and_XML()
    {
        using var school = await School.FoundAsync(packed);
        await Dotnet.SucceedAsync(school.Folder, "publish", "-c", "Release", "-o", school.PublishFolder);
        Assert.False(File.Exists(Path.Combine(school.PublishFolder, "School.dll")), "It was not compiled to native code.");

        using var serving = school.Start(Key, "--urls", "http://127.0.0.1:0");
        try
        {
            using var client = new HttpClient { BaseAddress = await AddressAsync(serving.StandardOutput) };
            var events = AssessmentScript.For(StudentRoster.Invent(1, seed: 8)[0], seed: 2).Events
                .Where(e => e.Event == EventNames.SectionComplete).Take(2).ToList();
            Assert.Equal(HttpStatusCode.OK, await PostAsync(client, VendorJson.Write(events[0])));
            Assert.Equal(HttpStatusCode.OK, await PostAsync(client, VendorXml.Write(events[1])));

            var listed = await HandledAsync(school);
            Assert.Equal(events.Select(e => e.CallbackId).Order(), listed.Select(e => (string)e!["callbackId"]!).Order());
        }
        finally
        {
            serving.Kill();
            await serving.WaitForExitAsync(CancellationToken.None);
        }
    }

    [Fact]
    public async Task A_compiler_that_cannot_load_the_generator_is_refused_by_name()
    {
        using var school = await School.FoundAsync(packed);

        var (exitCode, output) = await Dotnet.RunAsync(school.Folder, "build", "-p:CompilerApiVersion=roslyn4.14");

        Assert.NotEqual(0, exitCode);
        Assert.Contains("error SMC0100: SmarterMeasure.Connector generates code with Roslyn 5.0 or later", output, StringComparison.Ordinal);
        Assert.DoesNotContain("error CS", output, StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> PostAsync(HttpClient client, byte[] body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "webhooks/smartermeasure") { Content = new ByteArrayContent(body) };
        request.Headers.Add("X-SmarterMeasure-Verification-Key", Key);
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    /// <summary>The address that the server logs once it listens.</summary>
    private static async Task<Uri> AddressAsync(StreamReader log)
    {
        const string Announcement = "Now listening on: ";
        using var limit = new CancellationTokenSource(s_patience);
        var seen = new List<string>();
        while (await log.ReadLineAsync(limit.Token) is { } line)
        {
            seen.Add(line);
            if (line.IndexOf(Announcement, StringComparison.Ordinal) is >= 0 and var at)
                return new Uri(line[(at + Announcement.Length)..]);
        }

        throw new InvalidOperationException("The binary ended at its start:\n" + string.Join('\n', seen));
    }

    /// <summary>Lists the events beside the serving process until both are handled.</summary>
    private static async Task<JsonArray> HandledAsync(School school)
    {
        using var limit = new CancellationTokenSource(s_patience);
        while (true)
        {
            using var listing = school.Start(Key, "events", "list", "--json");
            var output = await listing.StandardOutput.ReadToEndAsync(limit.Token);
            await listing.WaitForExitAsync(limit.Token);
            Assert.Equal(0, listing.ExitCode);
            var events = JsonNode.Parse(output)!.AsArray();
            if (events.Count(e => (string)e!["state"]! == "handled") == 2)
                return events;

            Assert.False(limit.IsCancellationRequested, output);
        }
    }
}
