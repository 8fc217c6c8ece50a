using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Forwarding;
using SmarterMeasure.Connector.Inbox;

namespace SmarterMeasure.Connector.Tests.Configuration;

public sealed class SettingsTests
{
    private const string Secret = "s3cret-value";
    private static readonly (string, string?) GoodKey = ("VerificationKeys:0:Key", Secret);

    [Fact]
    public void One_key_is_all_that_has_to_be_configured()
    {
        using var source = SourceOf(GoodKey);

        var settings = source.Current;

        Assert.Equal(Secret, Assert.Single(settings.VerificationKeys).Key);
        Assert.Equal(1024 * 1024, settings.MaxBodyBytes);
        Assert.Equal(TimeSpan.FromSeconds(8), settings.CommitBudget);
        Assert.Equal("Data Source=smartermeasure.db", settings.ConnectionString);
        Assert.Equal(["internal_id", "email"], settings.Identity);
        Assert.Equal((8, 8, TimeSpan.FromSeconds(60)),
            (settings.Dispatch.Concurrency, settings.Dispatch.MaxAttempts, settings.Dispatch.HandlerTimeout));
        Assert.Equal((100, TimeSpan.FromSeconds(30), TimeSpan.FromHours(1)),
            (settings.Forwarding.MaxAttempts, settings.Forwarding.AttemptTimeout, settings.Forwarding.UnmatchedRecheck));
        Assert.Empty(source.Destinations);
    }

    [Fact]
    public void Every_fault_is_in_the_one_message_and_no_value_is()
    {
        using var source = SourceOf(
            ("Path", Secret),
            ("VerificationKeys:0:NotBefore", Secret),
            ("VerificationKeys:1:Key", "{VerificationKey}"),
            ("VerificationKeys:2:Key", Secret),
            ("VerificationKeys:2:NotBefore", "2026-08-02T00:00:00Z"),
            ("VerificationKeys:2:NotAfter", "2026-08-01T00:00:00Z"),
            ("MaxBodyBytes", Secret),
            ("CommitBudget", "10s"),
            ("Retention:Days", "2"),
            ("Identity:0", Secret),
            ("Dispatch:Concurrency", "0"),
            ("Dispatch:MaxAttempts", "1.5"),
            ("Dispatch:Retry:BaseDelay", "10m"),
            ("Dispatch:Retry:MaxDelay", "1m"),
            ("Forwarding:AttemptTimeout", "30"),
            ("Destinations:canvas:Type", Secret),
            ("Destinations:other:Token", Secret));

        var refused = Assert.Throws<ConfigurationException>(() => source.Current);

        string[] expected =
        [
            "Path", "VerificationKeys:0:Key", "VerificationKeys:0:NotBefore", "VerificationKeys:1:Key",
            "VerificationKeys:2:NotAfter", "MaxBodyBytes", "CommitBudget", "Retention:Days", "Identity:0",
            "Dispatch:Concurrency", "Dispatch:MaxAttempts", "Dispatch:Retry:MaxDelay", "Forwarding:AttemptTimeout",
            "Destinations:canvas:Type", "Destinations:other:Type",
        ];
        Assert.Equal(expected.Order(), refused.Faults.Select(fault => fault.Split(' ')[0]["SmarterMeasure:".Length..]).Order());
        Assert.All(refused.Faults, fault => Assert.Contains("\n  - " + fault, refused.Message));
        Assert.DoesNotContain(Secret, refused.Message);
    }

    [Fact]
    public void Without_a_key_nothing_starts()
    {
        using var source = SourceOf();

        Assert.Contains("SmarterMeasure:VerificationKeys", Assert.Throws<ConfigurationException>(() => source.Current).Message);
    }

    [Theory]
    [InlineData("5s", 5_000)]
    [InlineData("250ms", 250)]
    [InlineData("00:00:07", 7_000)]
    [InlineData(" 6 s ", 6_000)]
    public void A_duration_has_a_unit_or_colons(string text, int milliseconds)
    {
        using var source = SourceOf(GoodKey, ("CommitBudget", text));

        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), source.Current.CommitBudget);
    }

    [Theory]
    [InlineData("5")]
    [InlineData("ms")]
    [InlineData("-5s")]
    [InlineData("1.5s")]
    [InlineData("5 seconds")]
    [InlineData("10s")]
    [InlineData("99ms")]
    public void Other_durations_are_faults(string text)
    {
        using var source = SourceOf(GoodKey, ("CommitBudget", text));

        Assert.Contains("CommitBudget", Assert.Single(Assert.Throws<ConfigurationException>(() => source.Current).Faults));
    }

    [Fact]
    public void A_duration_beyond_all_bounds_does_not_wrap_around_into_them()
    {
        // In 64 bits of 100 ns this many days are 18 hours.
        using var source = SourceOf(GoodKey, ("Forwarding:UnmatchedRecheck", "21350399d"));

        Assert.Throws<ConfigurationException>(() => source.Current);
    }

    [Theory]
    [InlineData("hook")]
    [InlineData("/hook?VerificationKey={VerificationKey}")]
    [InlineData("/hook/{event}")]
    [InlineData("//host/hook")]
    [InlineData("/ho ok")]
    public void A_path_that_cannot_be_mapped_is_a_fault_and_the_default_is_mapped_meanwhile(string path)
    {
        var configuration = ConfigurationOf(GoodKey, ("Path", path));
        using var source = new SettingsSource(configuration, [], [], new LogLines());

        Assert.Contains("Path", Assert.Single(Assert.Throws<ConfigurationException>(() => source.Current).Faults));
        Assert.Equal(ConnectorSettings.DefaultPath, WebhookPath.Of(configuration));
    }

    [Fact]
    public void A_good_path_is_taken() =>
        Assert.Equal("/hooks/in-1", WebhookPath.Of(ConfigurationOf(("Path", " /hooks/in-1 "))));

    [Fact]
    public void A_reload_brings_new_settings_into_force()
    {
        var (configuration, log, changes) = (ConfigurationOf(GoodKey), new LogLines(), 0);
        using var source = new SettingsSource(configuration, [], [], log);
        source.Changed += () => changes++;
        var before = source.Current;

        Change(configuration, ("MaxBodyBytes", "2048"));

        Assert.Equal((1024 * 1024, 2048, 1), (before.MaxBodyBytes, source.Current.MaxBodyBytes, changes));
        Assert.Equal(LogLevel.Information, Assert.Single(log.Lines).Level);
    }

    [Fact]
    public void A_reload_with_faults_keeps_the_earlier_settings_and_says_so_without_values()
    {
        var (configuration, log, changes) = (ConfigurationOf(GoodKey), new LogLines(), 0);
        using var source = new SettingsSource(configuration, [], [], log);
        source.Changed += () => changes++;
        var before = source.Current;

        Change(configuration, ("MaxBodyBytes", Secret), ("CommitBudget", Secret));

        Assert.Same(before, source.Current);
        Assert.Equal(0, changes);
        var line = Assert.Single(log.Lines);
        Assert.Equal(LogLevel.Error, line.Level);
        Assert.Contains("MaxBodyBytes", line.Text);
        Assert.Contains("CommitBudget", line.Text);
        Assert.DoesNotContain(Secret, line.Text);

        Change(configuration, ("MaxBodyBytes", "4096"), ("CommitBudget", null));

        Assert.Equal((4096, 1), (source.Current.MaxBodyBytes, changes));
    }

    [Fact]
    public void Another_store_than_the_program_adds_is_a_fault()
    {
        using var other = SourceOf(GoodKey, ("Inbox:Provider", "PostgreSql"));
        using var same = SourceOf(GoodKey, ("Inbox:Provider", "sqlite"));

        Assert.Contains("Inbox:Provider", Assert.Single(Assert.Throws<ConfigurationException>(() => other.Current).Faults));
        Assert.NotNull(same.Current);
    }

    [Fact]
    public void Shadow_is_off_unless_asked_for_and_wants_to_be_true_or_false()
    {
        using var source = ShadowSourceOf(null);
        using var on = ShadowSourceOf("True");
        using var faulty = ShadowSourceOf("yes");

        Assert.False(source.Current.RuleOf("a").IsShadow);
        Assert.True(on.Current.RuleOf("a").IsShadow);
        Assert.Equal(
            "SmarterMeasure:Destinations:A:Shadow must be true or false",
            Assert.Single(Assert.Throws<ConfigurationException>(() => faulty.Current).Faults));

        static SettingsSource ShadowSourceOf(string? value) => new(
            ConfigurationOf(GoodKey, ("Destinations:A:Type", "null"), ("Destinations:A:Shadow", value)),
            [new NullType()], [], new LogLines());
    }

    [Theory]
    [InlineData(null, CountedAttempt.Latest)]
    [InlineData("latest", CountedAttempt.Latest)]
    [InlineData("Best", CountedAttempt.Best)]
    [InlineData("first", CountedAttempt.First)]
    public void A_destination_counts_the_latest_attempt_unless_told_another(string? value, CountedAttempt counted)
    {
        using var source = AttemptsSourceOf(value);

        Assert.Equal(counted, source.Current.RuleOf("a").Attempts);
    }

    [Fact]
    public void Any_other_word_for_the_attempt_that_counts_is_a_fault()
    {
        using var source = AttemptsSourceOf("worst");

        Assert.Equal(
            "SmarterMeasure:Destinations:A:Attempts must be latest, best or first",
            Assert.Single(Assert.Throws<ConfigurationException>(() => source.Current).Faults));
    }

    private static SettingsSource AttemptsSourceOf(string? value) => new(
        ConfigurationOf(GoodKey, ("Destinations:A:Type", "null"), ("Destinations:A:Attempts", value)),
        [new NullType()], [], new LogLines());

    [Fact]
    public void A_destination_leaves_the_shadow_by_a_reload_and_not_by_a_faulty_one()
    {
        var configuration = ConfigurationOf(GoodKey, ("Destinations:A:Type", "null"), ("Destinations:A:Shadow", "true"));
        using var source = new SettingsSource(configuration, [new NullType()], [], new LogLines());
        Assert.True(source.Current.RuleOf("a").IsShadow);

        Change(configuration, ("Destinations:A:Shadow", "off"));
        Assert.True(source.Current.RuleOf("a").IsShadow);

        Change(configuration, ("Destinations:A:Shadow", "false"));
        Assert.False(source.Current.RuleOf("a").IsShadow);
    }

    [Fact]
    public void Names_of_destinations_are_lower_case_and_their_kinds_any_case()
    {
        using var source = new SettingsSource(
            ConfigurationOf(GoodKey, ("Destinations:Campus-A:Type", "NULL")), [new NullType()], [], new LogLines());

        Assert.Equal("campus-a", Assert.Single(source.Destinations).Key);
    }

    private static SettingsSource SourceOf(params (string, string?)[] values) =>
        new(ConfigurationOf(values), [], [new StoreProvider("Sqlite")], new LogLines());

    private static IConfigurationRoot ConfigurationOf(params (string Key, string? Value)[] values) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(values.Select(value => KeyValuePair.Create("SmarterMeasure:" + value.Key, value.Value)))
            .Build();

    private static void Change(IConfigurationRoot configuration, params (string Key, string? Value)[] values)
    {
        foreach (var (key, value) in values)
            configuration["SmarterMeasure:" + key] = value;
        configuration.Reload();
    }

    private sealed class LogLines : ILogger<SettingsSource>
    {
        public List<(LogLevel Level, string Text)> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) => Lines.Add((logLevel, formatter(state, exception)));
    }

    private sealed class NullType : IDestinationType, IDestination
    {
        public string Type => "Null";

        public IDestination Create(string name, SettingsSection section, ConnectorSettings settings) => this;

        public bool Accepts(Ledger.SectionResult result) => false;

        public Task<DeliveryOutcome> DeliverAsync(Ledger.Delivery delivery, CancellationToken cancel) =>
            throw new NotSupportedException();
    }
}
