using System.Collections;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace SmarterMeasure.Connector.Generators.Tests;

/// <summary>Walks what the pipeline's steps hold, to find what must not be held.</summary>
internal static class HeldObjects
{
    private static readonly Type[] Forbidden =
        [typeof(ISymbol), typeof(SyntaxNode), typeof(SyntaxTree), typeof(Compilation), typeof(SemanticModel), typeof(Location)];

    public static void AssertNone(GeneratorRunResult result)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        foreach (var name in typeof(TrackingNames).GetFields().Select(field => (string)field.GetRawConstantValue()!))
        {
            if (!result.TrackedSteps.TryGetValue(name, out var runs))
                continue;
            foreach (var output in runs.SelectMany(run => run.Outputs))
                Visit(output.Value, name, seen);
        }
    }

    public static void Visit(object? held, string path, HashSet<object> seen)
    {
        if (held is null || held.GetType().IsPrimitive || held.GetType().IsEnum || held is string)
            return;
        Assert.False(Forbidden.Any(type => type.IsInstanceOfType(held)), $"{path} holds a {held.GetType().Name}");
        if (!held.GetType().IsValueType && !seen.Add(held))
            return;
        if (held is IEnumerable items)
        {
            foreach (var item in items)
                Visit(item, path + "[]", seen);
        }

        for (var type = held.GetType(); type is not null; type = type.BaseType)
        {
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                Visit(field.GetValue(held), path + "." + field.Name, seen);
        }
    }
}
