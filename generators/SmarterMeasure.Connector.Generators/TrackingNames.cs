namespace SmarterMeasure.Connector.Generators;

/// <summary>The names of the pipeline's steps, for tests that watch what is run again.</summary>
internal static class TrackingNames
{
    public const string Handlers = nameof(Handlers);
    public const string Connector = nameof(Connector);
    public const string Dispatcher = nameof(Dispatcher);
    public const string Readers = nameof(Readers);
    public const string ReaderKit = nameof(ReaderKit);
    public const string Resolver = nameof(Resolver);
    public const string Assembly = nameof(Assembly);
    public const string Registration = nameof(Registration);
}
