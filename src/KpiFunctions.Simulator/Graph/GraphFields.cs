using System.Text;

namespace KpiFunctions.Simulator.Graph;

/// <summary>One field of a <c>fields</c> parameter: <c>comments.limit(0).summary(true){message}</c>.</summary>
/// <param name="Name">What is asked for.</param>
/// <param name="Modifiers">What stands after its name in dots, by name.</param>
/// <param name="Fields">What stands in its braces.</param>
internal sealed record GraphField(string Name, IReadOnlyDictionary<string, string> Modifiers, IReadOnlyList<GraphField> Fields)
{
    public string? Modifier(string name) => Modifiers.TryGetValue(name, out var value) ? value : null;

    /// <summary>Parses a whole parameter.</summary>
    /// <exception cref="GraphError">It does not follow the syntax of field expansion.</exception>
    public static IReadOnlyList<GraphField> Parse(string fields)
    {
        var reader = new Reader(fields);
        var parsed = reader.List();
        return reader.AtEnd ? parsed : throw reader.Error();
    }

    private sealed class Reader(string text)
    {
        private int position;

        public bool AtEnd => position == text.Length;

        public GraphError Error() => new(400, 2500, $"Syntax error \"Expected end of string instead of \"{text[position..]}\".\" at character {position}: {text}");

        public List<GraphField> List()
        {
            var fields = new List<GraphField>();
            do
            {
                if (Field() is { } field) fields.Add(field);
            }
            while (Take(','));
            return fields;
        }

        private GraphField? Field()
        {
            var name = Word();
            if (name.Length == 0) return null;

            var modifiers = new Dictionary<string, string>(StringComparer.Ordinal);
            while (Take('.'))
            {
                var modifier = Word();
                modifiers[modifier] = Take('(') ? Arguments() : throw Error();
            }

            IReadOnlyList<GraphField> inner = [];
            if (Take('{'))
            {
                inner = List();
                if (!Take('}')) throw Error();
            }

            return new(name, modifiers, inner);
        }

        private string Arguments()
        {
            var arguments = new StringBuilder();
            while (!Take(')'))
            {
                if (AtEnd) throw Error();
                arguments.Append(text[position++]);
            }

            return arguments.ToString();
        }

        private string Word()
        {
            while (Take(' '))
            {
            }

            var start = position;
            while (!AtEnd && (char.IsAsciiLetterOrDigit(text[position]) || text[position] == '_')) position++;
            return text[start..position];
        }

        private bool Take(char sign)
        {
            if (AtEnd || text[position] != sign) return false;
            position++;
            return true;
        }
    }
}
