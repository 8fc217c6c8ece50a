namespace SmarterMeasure.Connector;

/// <summary>
/// Marks a method as the handler of one SmarterMeasure event. Give several attributes for several events.
/// </summary>
/// <remarks>
/// The source generator emits a dispatcher that parses the payload into the method's parameter and calls the method
/// directly. Parameters, in any order: one payload (a record or class of yours or one of ours, or
/// <see cref="ReadOnlyMemory{T}"/> of <see cref="byte"/> for the raw body), an optional
/// <see cref="Dispatch.EventContext"/>, an optional <see cref="CancellationToken"/>, and any services.
/// Returns: <c>void</c>, <see cref="Task"/>, <see cref="ValueTask"/>, <see cref="Ledger.Push"/>,
/// <c>IEnumerable&lt;Push&gt;</c>, or a task of the last two. A handler may run more than once for the same event
/// (at-least-once): make its own effects idempotent, and return a push for whatever should reach an LMS once.
/// <para>
/// An annotated method of an abstract class is called on each class of the same assembly that derives from it and is not
/// abstract itself; any other method only on the class that declares it.
/// </para>
/// </remarks>
/// <param name="name">
/// The event's name, for example <see cref="SmarterMeasureEvents.SectionComplete"/>, or <see cref="SmarterMeasureEvents.Any"/>.
/// </param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class SmarterMeasureEventAttribute(string name) : Attribute
{
    /// <summary>The event's name.</summary>
    public string Name { get; } = name;
}
