using System.Globalization;
using FakeCampus.Serving;

namespace FakeCampus.Moodle;

/// <summary>Form fields as PHP makes arrays of them: <c>users[0][id]=5</c>.</summary>
internal sealed class PhpFields
{
    private readonly Dictionary<string, PhpFields> _children = new(StringComparer.Ordinal);
    private string? _value;

    public IReadOnlyCollection<string> Names => _children.Keys;

    public IEnumerable<PhpFields> Items => _children.Values;

    public PhpFields this[string name] => _children.GetValueOrDefault(name) ?? throw MoodleException.InvalidParameter();

    public string Text => _value ?? throw MoodleException.InvalidParameter();

    public long Integer => long.TryParse(Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw MoodleException.InvalidParameter();

    public double Number => double.TryParse(
        Text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw MoodleException.InvalidParameter();

    public bool Flag => Text switch
    {
        "0" => false,
        "1" => true,
        _ => throw MoodleException.InvalidParameter(),
    };

    public PhpFields? Optional(string name) => _children.GetValueOrDefault(name);

    /// <summary>Refuses members that are not known, as Moodle's parameter check does.</summary>
    public PhpFields Only(params ReadOnlySpan<string> names)
    {
        foreach (var name in _children.Keys)
        {
            if (!names.Contains(name))
                throw MoodleException.InvalidParameter();
        }

        return this;
    }

    public static PhpFields Of(FormFields form)
    {
        var root = new PhpFields();
        foreach (var (name, value) in form.All)
        {
            var at = root;
            foreach (var part in name.Split('[').Select(part => part.TrimEnd(']')))
            {
                var key = part.Length > 0 ? part : at._children.Count.ToString(CultureInfo.InvariantCulture);
                if (!at._children.TryGetValue(key, out var next))
                    at._children[key] = next = new PhpFields();

                at = next;
            }

            at._value = value;
        }

        return root;
    }

    public void Remove(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            _children.Remove(name);
    }
}
