using Microsoft.Extensions.Configuration;
using SmarterMeasure.Connector.Configuration;

namespace SmarterMeasure.Connector.Tests.Configuration;

public sealed class ApiSettingsTests
{
    private const string Secret = "s3cret-value";
    private static readonly (string, string?)[] Good = [("Api:AccessKey", "our-key"), ("Api:Secret", Secret)];

    [Fact]
    public void Without_a_section_there_is_no_api()
    {
        var (settings, faults) = Read();

        Assert.Null(settings.Api);
        Assert.Equal((TimeSpan.FromHours(1), TimeSpan.FromDays(1)), (settings.Reconcile.Every, settings.Reconcile.Overlap));
        Assert.Empty(faults);
    }

    [Fact]
    public void Key_and_secret_are_all_that_has_to_be_configured()
    {
        var (settings, faults) = Read(Good);

        Assert.Empty(faults);
        Assert.Equal(new ApiSettings { AccessKey = "our-key", Secret = Secret }, settings.Api);
        Assert.Equal("https://api.smartermeasure.com/v3", settings.Api!.BaseUrl.ToString());
        Assert.DoesNotContain(Secret, settings.Api.ToString());
        Assert.DoesNotContain("our-key", settings.Api.ToString());
        Assert.DoesNotContain(Secret, settings.ToString());
    }

    [Fact]
    public void Everything_can_be_set()
    {
        var (settings, faults) = Read([.. Good, ("Api:BaseUrl", "http://127.0.0.1:5000/v3"), ("Api:PageSize", "1000"),
            ("Api:DateFormat", "yyyy-MM-dd"), ("Api:CacheFor", "0s"), ("Api:Timeout", "5s"),
            ("Reconcile:Every", "15m"), ("Reconcile:Overlap", "2d")]);

        Assert.Empty(faults);
        Assert.Equal(
            new ApiSettings
            {
                AccessKey = "our-key", Secret = Secret, BaseUrl = new Uri("http://127.0.0.1:5000/v3"), PageSize = 1000,
                DateFormat = "yyyy-MM-dd", CacheFor = TimeSpan.Zero, Timeout = TimeSpan.FromSeconds(5),
            },
            settings.Api);
        Assert.Equal((TimeSpan.FromMinutes(15), TimeSpan.FromDays(2)), (settings.Reconcile.Every, settings.Reconcile.Overlap));
    }

    [Theory]
    [InlineData("Api:Secret", "", "Api:Secret")]
    [InlineData("Api:AccessKey", "", "Api:AccessKey")]
    [InlineData("Api:AccessKey", "a:b", "Api:AccessKey")]
    [InlineData("Api:BaseUrl", "http://api.example.edu/v3", "Api:BaseUrl")]
    [InlineData("Api:BaseUrl", "/v3", "Api:BaseUrl")]
    [InlineData("Api:PageSize", "1001", "Api:PageSize")]
    [InlineData("Api:DateFormat", "%", "Api:DateFormat")]
    [InlineData("Api:CacheFor", "2h", "Api:CacheFor")]
    [InlineData("Api:Timeout", "0s", "Api:Timeout")]
    [InlineData("Reconcile:Every", "1s", "Reconcile:Every")]
    [InlineData("Reconcile:Overlap", "15d", "Reconcile:Overlap")]
    public void A_fault_names_its_key_and_no_value(string key, string value, string named)
    {
        var (_, faults) = Read([.. Good, (key, value)]);

        var fault = Assert.Single(faults);
        Assert.StartsWith($"SmarterMeasure:{named} ", fault);
        Assert.DoesNotContain(Secret, fault);
    }

    private static (ConnectorSettings Settings, List<string> Faults) Read(params (string Key, string? Value)[] entries)
    {
        var values = new Dictionary<string, string?> { ["SmarterMeasure:VerificationKeys:0:Key"] = "k" };
        foreach (var (key, value) in entries)
            values["SmarterMeasure:" + key] = value;

        var faults = new List<string>();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        return (SettingsReader.Read(configuration, faults), faults);
    }
}
