using System.Text.Json.Nodes;
using SmarterMeasure.Connector.Hosting.Tests.Support;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Hosting.Tests;

public sealed class ShowTests
{
    [Fact]
    public async Task An_event_is_shown_with_its_payload_but_without_any_secret_in_any_spelling()
    {
        await using var connector = await ServingConnector.StartAsync();
        var json = $$"""
            ,"AccessCode":"canary-1","entry_link":"https://x.test/canary-2","extra":{"RedirectUrl":["canary-3"],"user-token":4711004,
            "list":[{"name":"Assessment PIN","value":"canary-4"},{"name":"course","value":"kept-1"}],
            "link":"https://x.test/?a=kept-2&AccessCode=canary-5","inner":"{\"assessment_pin\":\"canary-6\",\"k\":\"kept-3\"}",
            "note":"key {{ServingConnector.Key.ToUpperInvariant()}} leaked","verification_key":"canary-7"}
            """;
        var xml = $"""
            <!-- canary-1 --><AccessCode>canary-2</AccessCode><a EntryLink="https://x.test/canary-3" kept="kept-1"><RedirectUrl><b>canary-4</b></RedirectUrl></a>
            <field name="access_code" value="canary-5">canary-6</field><field><name>AccessCode</name><value>canary-7</value></field>
            <c><![CDATA[<pin>canary-8</pin>]]></c><d>kept-2 &amp; {ServingConnector.Key}</d><p:token xmlns:p="urn:x">canary-9</p:token>
            """;
        await connector.PostAsync(
            Vendor.Json("aa01", SmarterMeasureEvents.Created, more: json), Vendor.Xml("aa02", SmarterMeasureEvents.Created, more: xml));

        foreach (var (id, kept) in new[] { ("aa01", 3), ("aa02", 2) })
        {
            foreach (var run in new[] { await connector.RunAsync("events", "show", id), await connector.RunAsync("events", "show", id, "--json") })
            {
                Assert.True(run.ExitCode == 0, run.Error);
                Assert.Contains(Vendor.Email, run.Output, StringComparison.Ordinal);
                Assert.Contains(Vendor.LastName, run.Output, StringComparison.Ordinal);
                for (var i = 1; i <= kept; i++)
                    Assert.Contains($"kept-{i}", run.Output, StringComparison.Ordinal);
                foreach (var secret in new[] { "canary-", "4711004", Vendor.Pin, ServingConnector.Key })
                    Assert.DoesNotContain(secret, run.Output, StringComparison.OrdinalIgnoreCase);
            }
        }
    }

    [Fact]
    public async Task A_shown_event_is_one_JSON_object_with_the_payload_as_JSON_or_as_XML_text()
    {
        await using var connector = await ServingConnector.StartAsync();
        await connector.PostAsync(
            Vendor.Json("aa01", SmarterMeasureEvents.Created), Vendor.Xml("aa02", SmarterMeasureEvents.Created));

        var json = await connector.JsonAsync("events", "show", "1");
        var xml = await connector.JsonAsync("events", "show", "2");

        Assert.Equal(("event", 1, "aa01", "json"), ((string)json["type"]!, (int)json["id"]!, (string)json["callbackId"]!, (string)json["format"]!));
        Assert.Equal("***", (string)json["body"]!["user"]!["assessment_pin"]!);
        Assert.Equal("", (string)json["body"]!["user"]!["internal_id"]!);
        Assert.Contains("<assessment_pin>***</assessment_pin>", (string)xml["body"]!, StringComparison.Ordinal);
        Assert.Contains("<internal_id></internal_id>", (string)xml["body"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"callback_id":"aa01","user":{"assessment_pin":"canaryPin7","email":"rosa""", "truncated")]
    [InlineData("""<callback id="aa01"><user><assessment_pin>canaryPin7</user></callback>""", "malformed")]
    [InlineData("""<!DOCTYPE x><callback id="aa01"><assessment_pin>canaryPin7</assessment_pin></callback>""", "doctype_forbidden")]
    [InlineData("pin=canaryPin7", "unknown_format")]
    public async Task An_unreadable_body_is_not_shown_but_its_length_hash_and_fault_are(string body, string fault)
    {
        await using var connector = await ServingConnector.StartAsync();
        await connector.PostAsync(body);

        var shown = await connector.JsonAsync("quarantine", "show", "1");
        var text = (await connector.RunAsync("quarantine", "show", "1")).Output;

        Assert.Null(shown["body"]);
        Assert.Equal(body.Length, (int)shown["bodyLength"]!);
        Assert.Equal(64, ((string)shown["bodySha256"]!).Length);
        Assert.StartsWith(fault, (string)shown["unreadable"]!, StringComparison.Ordinal);
        Assert.Contains(fault, text, StringComparison.Ordinal);
        Assert.DoesNotContain(Vendor.Pin, connector.Printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_callback_id_shows_every_row_that_has_it_and_one_that_nobody_has_is_a_fault()
    {
        await using var connector = await ServingConnector.StartAsync();
        await connector.PostAsync(
            Vendor.Json("aa01", SmarterMeasureEvents.Created), Vendor.Json("AA01", SmarterMeasureEvents.Created, "7002"));

        var both = await connector.RunAsync("events", "show", "aa01", "--json");
        var none = await connector.RunAsync("events", "show", "1", "ff99", "777");
        var notThere = await connector.RunAsync("quarantine", "show", "1");

        Assert.Equal(
            ["aa01", "AA01"],
            both.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => (string)JsonNode.Parse(line)!["callbackId"]!));
        Assert.Equal(1, none.ExitCode);
        Assert.Contains("2 events", none.Error, StringComparison.Ordinal);
        Assert.Contains("aa01", none.Output, StringComparison.Ordinal);
        Assert.Equal((1, ""), (notThere.ExitCode, notThere.Output));
    }

    [Fact]
    public async Task A_delivery_is_shown_with_what_it_delivers()
    {
        await using var connector = await ServingConnector.StartAsync();
        await connector.PostAsync(Vendor.Json("aa01", SmarterMeasureEvents.SectionComplete));
        await connector.UntilDeliveriesAsync(all => all is [{ State: DeliveryState.Delivered }]);

        var shown = await connector.JsonAsync("deliveries", "show", "1");
        var byCallback = await connector.RunAsync("deliveries", "show", "AA01");

        Assert.Equal(("delivery", "lms", "delivered"), ((string)shown["type"]!, (string)shown["destination"]!, (string)shown["state"]!));
        Assert.Equal((61, Vendor.Email), ((int)shown["result"]!["percent"]!, (string)shown["result"]!["student"]!["email"]!));
        Assert.Contains(Vendor.Email, byCallback.Output, StringComparison.Ordinal);
        Assert.Equal(1, (await connector.RunAsync("deliveries", "show", "2")).ExitCode);
    }

    [Fact]
    public async Task A_text_that_would_command_a_terminal_is_shown_without_its_power()
    {
        await using var connector = await ServingConnector.StartAsync();
        await connector.PostAsync(
            Vendor.Json("aa01", SmarterMeasureEvents.Created, more: ""","x":"\u001b[2J\u009b"}""".TrimEnd('}')),
            Vendor.Xml("aa02", SmarterMeasureEvents.Created, more: "<x>&#x9b;2J</x>"));

        var run = await connector.RunAsync("events", "show", "1", "2");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("\\u001B[2J\\u009B", run.Output, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("<x>&#x9B;2J</x>", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(run.Output, letter => char.IsControl(letter) && letter is not ('\n' or '\r'));
    }
}
