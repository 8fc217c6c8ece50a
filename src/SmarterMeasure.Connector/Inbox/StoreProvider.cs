namespace SmarterMeasure.Connector.Inbox;

/// <summary>The store that the program has chosen, so that <c>Inbox:Provider</c> can be held against it.</summary>
/// <param name="Name">The name that the setting uses, such as <c>Sqlite</c>.</param>
public sealed record StoreProvider(string Name);
