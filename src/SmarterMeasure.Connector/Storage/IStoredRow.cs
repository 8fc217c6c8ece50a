namespace SmarterMeasure.Connector.Storage;

/// <summary>A row that a store is reading, by its columns.</summary>
internal interface IStoredRow
{
    /// <summary>A number of 64 bits.</summary>
    long Integer(int column);

    /// <summary>A number of 32 bits.</summary>
    int Count(int column);

    /// <summary>Yes or no.</summary>
    bool Truth(int column);

    /// <summary>A text.</summary>
    string Text(int column);

    /// <summary>A text, or null.</summary>
    string? TextOrNull(int column);

    /// <summary>A time that is stored as Unix milliseconds.</summary>
    DateTimeOffset Time(int column);

    /// <summary>Such a time, or null.</summary>
    DateTimeOffset? TimeOrNull(int column);

    /// <summary>Whether there is nothing.</summary>
    bool IsNull(int column);

    /// <summary>Bytes of the caller's own.</summary>
    byte[] Copy(int column);
}
