using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using SmarterMeasure.Connector.Generators.Model;

namespace SmarterMeasure.Connector.Generators.Parsing;

/// <summary>
/// The payload types of one compilation. Each is parsed once, however many handlers reach it; nothing of it outlives
/// the compilation. <c>Page&lt;string&gt;</c> and <c>Page&lt;string?&gt;</c> are two types here: they want other readers.
/// </summary>
internal sealed class PayloadTypes
{
    private static readonly ConditionalWeakTable<Compilation, PayloadTypes> Known = new();

    private readonly Compilation _compilation;
    private readonly ConcurrentDictionary<INamedTypeSymbol, PayloadType> _types = new(SymbolEqualityComparer.IncludeNullability);

    private PayloadTypes(Compilation compilation) => _compilation = compilation;

    public static PayloadTypes Of(Compilation compilation) =>
        Known.GetValue(compilation, static compilation => new PayloadTypes(compilation));

    /// <summary>The type and all that it reaches, each once, in the order of a walk; recursive types are fine.</summary>
    public IReadOnlyList<PayloadTypeModel> Reach(
        INamedTypeSymbol root, List<HandlerProblem> problems, CancellationToken stop)
    {
        var reached = new List<PayloadTypeModel>();
        var seen = new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.IncludeNullability) { root };
        var waiting = new Queue<INamedTypeSymbol>(seen);
        while (waiting.Count > 0)
        {
            stop.ThrowIfCancellationRequested();
            var type = _types.GetOrAdd(waiting.Dequeue(), Parse);
            problems.AddRange(type.Problems);
            if (type.Model is not null)
                reached.Add(type.Model);
            foreach (var reference in type.References)
            {
                if (seen.Add(reference))
                    waiting.Enqueue(reference);
            }
        }

        return reached;
    }

    private PayloadType Parse(INamedTypeSymbol type) =>
        ConverterRule.IsGiven(type) ? ParseConverted(type)
        : type.TypeKind == TypeKind.Enum ? EnumParser.Parse(type)
        : new ObjectParser(type, _compilation).Parse();

    private PayloadType ParseConverted(INamedTypeSymbol type)
    {
        var value = ConverterRule.Parse(type, type.WithoutNull(), _compilation);
        var problem = value is null ? ProblemKind.UnusableConverter : ProblemKind.ConverterWithoutXml;
        var model = value is null ? null : new ConvertedModel
        {
            TypeName = type.FullyQualified(),
            RuntimeName = type.RuntimeName(),
            ShortName = ReaderNames.Short(type),
            LongName = ReaderNames.Long(type),
            Value = value,
        };
        return new PayloadType(model, [], [new HandlerProblem(problem, type.ToDisplayString())]);
    }
}

/// <summary>One parsed type.</summary>
/// <param name="Model">Its model; null when there are problems.</param>
/// <param name="References">The types whose readers it calls.</param>
/// <param name="Problems">Why it cannot be read.</param>
internal sealed record PayloadType(
    PayloadTypeModel? Model, IReadOnlyList<INamedTypeSymbol> References, IReadOnlyList<HandlerProblem> Problems);
