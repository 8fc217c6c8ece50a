namespace SmarterMeasure.Connector.Inbox;

/// <summary>The store cannot take or give anything now: locked, full, broken, unreachable, or closed.</summary>
/// <param name="message">What is wrong, free of personal data.</param>
/// <param name="inner">The store's own error.</param>
public sealed class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
