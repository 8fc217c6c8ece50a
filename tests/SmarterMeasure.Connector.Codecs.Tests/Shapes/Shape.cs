namespace SmarterMeasure.Connector.Codecs.Tests.Shapes;

/// <summary>How a body is written: each choice is drawn anew wherever it comes up.</summary>
/// <param name="random">Draws the choices.</param>
internal abstract class Shape(Random random)
{
    protected bool OneIn(int count) => random.Next(count) == 0;

    protected int Below(int count) => random.Next(count);

    /// <summary>The members in another order, among members that no type declares.</summary>
    protected List<Member> Mixed(Group group)
    {
        if (group.IsMap)
            return [.. group.Members];

        var members = group.Members.ToArray();
        random.Shuffle(members);
        var mixed = members.ToList();
        for (var unknown = 0; OneIn(3) && unknown < 3; unknown++)
            mixed.Insert(random.Next(mixed.Count + 1), new Member($"unknown_{unknown}", Junk(0)));
        return mixed;
    }

    private Part? Junk(int depth) => (depth > 3 ? Below(3) : Below(6)) switch
    {
        0 => null,
        1 => new Scalar("a \"quoted\" {text}, with ] and é: it is long enough for more than one block of 64 bytes", ScalarKind.Text),
        2 => new Scalar(OneIn(2) ? "-1.5E+3" : "0", ScalarKind.Number),
        3 => new Items([.. Enumerable.Range(0, Below(4)).Select(_ => Junk(depth + 1))]),
        _ => new Group([.. Enumerable.Range(0, Below(4)).Select(name => new Member($"m{name}", Junk(depth + 1)))]),
    };
}
