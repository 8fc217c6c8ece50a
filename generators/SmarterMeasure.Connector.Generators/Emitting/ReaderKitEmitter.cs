using Microsoft.CodeAnalysis;

namespace SmarterMeasure.Connector.Generators.Emitting;

/// <summary>Prints what the readers share.</summary>
internal static class ReaderKitEmitter
{
    public static void Emit(SourceProductionContext output) => SourceWriter
        .Begin(CSharpText.Namespace, "System", "SmarterMeasure.Connector.Wire")
        .Write("""
            /// <summary>Reads payloads: one method for each type, for JSON and XML alike.</summary>
            """)
        .Write(CSharpText.TypeAttributes)
        .Open("internal static partial class PayloadReaders")
        .Write($$"""
            /// <summary>Notes that a member was read, and fails when it was before.</summary>
            private static void Once<TReader>(ref TReader reader, scoped ref uint seen, uint member)
                {{CSharpText.ReaderConstraint}}
            {
                if ((seen & member) != 0)
                    throw reader.Error(PayloadError.DuplicateMember);
                seen |= member;
            }

            /// <summary>The same for an item without its list, which XML may repeat.</summary>
            private static void OnceInJson<TReader>(ref TReader reader, scoped ref uint seen, uint member)
                {{CSharpText.ReaderConstraint}}
            {
                if (reader.Format == PayloadFormat.Json)
                    Once(ref reader, ref seen, member);
            }

            /// <summary>Lower case without '-' and '_'; empty when it is longer than the buffer.</summary>
            private static ReadOnlySpan<byte> Fold(ReadOnlySpan<byte> text, Span<byte> buffer)
            {
                var length = 0;
                foreach (var letter in text)
                {
                    if (letter is (byte)'-' or (byte)'_')
                        continue;
                    if (length == buffer.Length)
                        return default;
                    buffer[length++] = letter is >= (byte)'A' and <= (byte)'Z' ? (byte)(letter | 0x20) : letter;
                }

                return buffer[..length];
            }
            """)
        .Close()
        .Blank()
        .Write("""
            /// <summary>Writes payloads as JSON: one method for each type.</summary>
            """)
        .Write(CSharpText.TypeAttributes)
        .Write("internal static partial class PayloadWriters;")
        .AddTo(output, "Payloads.g.cs");
}
