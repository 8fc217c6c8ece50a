using System.Net.Http.Headers;
using System.Text;
using FakeCampus.Serving;
using FakeCampus.VendorApi;

namespace FakeCampus.Tests.VendorApi;

public sealed class VendorApiAccessTests : VendorApiTest
{
    [Fact]
    public async Task Wrong_credentials_are_403_and_missing_or_malformed_ones_400()
    {
        var missing = await Get("v3/users");
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", "not base64!");
        var malformed = await Get("v3/users");
        Carry("token");
        var bearer = await Get("v3/users");
        LogIn(secret: "other");
        var wrong = await Get("v3/users");
        LogIn();
        var good = await Get("v3/users");

        Assert.Equal([400, 400, 400, 403, 200], new[] { missing, malformed, bearer, wrong, good }.Select(one => (int)one.StatusCode));
        Assert.Equal("InvalidAuthenticationInfo", (string)(await Read(missing))!["RestException"]!["Code"]!);
        Assert.Equal("AuthenticationFailed", (string)(await Read(wrong))!["RestException"]!["Code"]!);
    }

    [Fact]
    public async Task Errors_are_told_in_three_styles()
    {
        LogInAfterAll();
        var pascal = await Read(await Get("v3/users/1"));
        Stub.ErrorStyle = VendorApiErrorStyle.UpperCase;
        var upper = await Read(await Send("DELETE", "v3/results", "{}"));
        Stub.ErrorStyle = VendorApiErrorStyle.Empty;
        var empty = await Get("v3/nothing");

        Assert.Equal(("ResourceNotFound", "404"), ((string)pascal!["RestException"]!["Code"]!, (string)pascal["RestException"]!["Status"]!));
        Assert.Equal(("UNSUPPORTEDHTTPVERB", "405"), ((string)upper!["RestException"]!["Code"]!, (string)upper["RestException"]!["Status"]!));
        Assert.Equal((404, ""), ((int)empty.StatusCode, await empty.Content.ReadAsStringAsync(Stop)));
    }

    [Fact]
    public async Task An_outage_ends()
    {
        LogInAfterAll();
        Stub.Outage = true;
        var down = await Get("v3/results/new");
        Stub.Outage = false;
        Stub.Faults.Next(StubFault.ServerError);
        var error = await Get("v3/results/new");
        Stub.Faults.Always = StubFault.ResetBefore;
        await Assert.ThrowsAsync<HttpRequestException>(() => Get("v3/results/new"));
        Stub.Faults.Clear();

        Assert.Equal((503, 500), ((int)down.StatusCode, (int)error.StatusCode));
        Assert.Equal(200, (int)(await Get("v3/results/new")).StatusCode);
        Assert.True(Stub.RequestCount >= 4);
    }

    [Fact]
    public async Task What_no_good_client_does_is_counted()
    {
        LogInAfterAll();
        await Get("v3/users");
        var before = Stub.Violations.Total;
        await Get("users/1");
        await Get($"v3/users?AccessCode={Secret}");
        await Client.SendAsync(
            new HttpRequestMessage(HttpMethod.Get, "v3/users") { Content = new StringContent("{}", Encoding.UTF8, "application/json") },
            Stop);

        Assert.Equal(0, before);
        Assert.Equal(1, Stub.Violations[VendorApiStub.ForeignPath]);
        Assert.Equal(1, Stub.Violations[Violations.PersonalDataInUrl]);
        Assert.Equal(1, Stub.Violations[VendorApiStub.BodyOnGet]);
    }
}
