namespace SmarterMeasure.Connector.Sqlite;

/// <summary>
/// Tells of a hash that it was never added, or that it may have been: a split block Bloom filter, in 4 MiB. With the million
/// hashes that it is made for, about 2 of 100,000 that were not added may have been: each costs many looks into the index.
/// Not thread-safe.
/// </summary>
internal sealed class KeyFilter
{
    private const int Blocks = 1 << 17;
    private const int WordsPerBlock = 8;

    private readonly uint[] _words = new uint[Blocks * WordsPerBlock];

    // Odd numbers: each picks other bits of the hash for its word. They are those of the Parquet format.
    private static ReadOnlySpan<uint> Salts =>
    [
        0x47b6137b, 0x44974d91, 0x8824ad5b, 0xa2b7289d, 0x705495c7, 0x2df1424b, 0x9efc4947, 0x5c6bfb31,
    ];

    public void Add(long hash)
    {
        var block = Block(hash);
        for (var word = 0; word < WordsPerBlock; word++)
            block[word] |= Bit(hash, word);
    }

    public bool MayContain(long hash)
    {
        var block = Block(hash);
        for (var word = 0; word < WordsPerBlock; word++)
        {
            if ((block[word] & Bit(hash, word)) == 0)
                return false;
        }

        return true;
    }

    private Span<uint> Block(long hash) =>
        _words.AsSpan((int)((ulong)hash >> 47) * WordsPerBlock, WordsPerBlock);

    private static uint Bit(long hash, int word) => 1u << (int)(((uint)hash * Salts[word]) >> 27);
}
