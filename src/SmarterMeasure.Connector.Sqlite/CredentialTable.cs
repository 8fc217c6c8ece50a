namespace SmarterMeasure.Connector.Sqlite;

/// <summary>The writes to the table of credentials. Belongs to the writer's thread.</summary>
internal sealed class CredentialTable
{
    private readonly WriteSession _session;
    private readonly Statement _add;
    private readonly Statement _replace;

    public CredentialTable(WriteSession session)
    {
        _session = session;
        _add = session.Prepare("INSERT OR IGNORE INTO credential (name, secret) VALUES (?1, ?2)");
        _replace = session.Prepare("UPDATE credential SET secret = ?2 WHERE name = ?1 AND secret = ?3");
    }

    /// <inheritdoc cref="Forwarding.ICredentialStore.ReplaceAsync"/>
    public bool Replace(string name, string? expected, string secret)
    {
        using (var run = expected is null
            ? _add.Start().Bind(name).Bind(secret)
            : _replace.Start().Bind(name).Bind(secret).Bind(expected))
            run.Step();
        return _session.Changed == 1;
    }
}
