namespace FakeCampus.Ethos;

/// <summary>A person with a GUID, the credentials by which the college knows them, and their addresses.</summary>
public sealed record EthosPerson(
    Guid Id, string Name, IReadOnlyList<EthosCredential> Credentials, IReadOnlyList<string> Emails);

/// <summary>A credential, such as <c>bannerId</c> with <c>S123</c>.</summary>
public sealed record EthosCredential(string Type, string Value);
