using System.Globalization;

namespace KpiFunctions.Pipeline.Readings;

/// <summary>
/// Arithmetic over metrics: numbers, metric names, <c>+ - * /</c> and parentheses. It can read nothing else, so a
/// config cannot make it do anything but arithmetic.
/// </summary>
public sealed class Formula
{
    private Formula(string text, Node root, IReadOnlySet<Metric> metrics)
    {
        Text = text;
        this.root = root;
        Metrics = metrics;
    }

    private readonly Node root;

    /// <summary>As the config wrote it.</summary>
    public string Text { get; }

    /// <summary>The metrics that it reads.</summary>
    public IReadOnlySet<Metric> Metrics { get; }

    /// <summary>Reads a formula.</summary>
    /// <returns>The formula, or what is wrong and at which character (from 0).</returns>
    public static (Formula? Formula, FormulaError? Error) Parse(string text)
    {
        var parser = new Parser(text);
        var whole = parser.Whole();
        if (parser.Error is not null || whole is null) return (null, parser.Error ?? new FormulaError(0, "the formula is empty"));
        return parser.Metrics.Count == 0
            ? (null, new FormulaError(0, "the formula reads no metric, and would be the same every week"))
            : (new(text, whole, parser.Metrics), null);
    }

    /// <summary>Whether it only adds, multiplies and divides: of figures that are never below 0 it is none either.</summary>
    public bool NeverSubtracts => root.NeverSubtracts;

    /// <summary>
    /// Whether its value moves on from week to week as levels do: a level, with a number as a factor or divisor, alone or in a
    /// sum or difference. A ratio of two metrics does not.
    /// </summary>
    public bool IsLevel => root.Kind == Moving.AsLevel;

    /// <summary>Beyond it a value is an accident (a division by almost nothing, a power by repetition), and no figure.</summary>
    private const double Largest = 1e15;

    /// <summary>The formula's value; null when a metric that it needs is not known, a divisor is 0, or the value is beyond all reason.</summary>
    public double? Evaluate(Func<Metric, double?> valueOf)
    {
        var value = root.Evaluate(valueOf);
        return value is { } number && Math.Abs(number) <= Largest ? number : null;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>How a value goes from week to week.</summary>
    private enum Moving
    {
        NotAtAll,
        AsLevel,
        Otherwise,
    }

    private abstract record Node
    {
        public virtual bool NeverSubtracts => true;

        public abstract Moving Kind { get; }

        public abstract double? Evaluate(Func<Metric, double?> valueOf);
    }

    private sealed record Number(double Value) : Node
    {
        public override Moving Kind => Moving.NotAtAll;

        public override double? Evaluate(Func<Metric, double?> valueOf) => Value;
    }

    private sealed record Reference(Metric Metric) : Node
    {
        public override Moving Kind => Metric is LevelMetric ? Moving.AsLevel : Moving.Otherwise;

        public override double? Evaluate(Func<Metric, double?> valueOf) => valueOf(Metric);
    }

    private sealed record Operation(char Operator, Node Left, Node Right) : Node
    {
        public override bool NeverSubtracts => Operator != '-' && Left.NeverSubtracts && Right.NeverSubtracts;

        public override Moving Kind => (Operator, Left.Kind, Right.Kind) switch
        {
            (_, Moving.NotAtAll, Moving.NotAtAll) => Moving.NotAtAll,
            ('+' or '-', Moving.AsLevel, _) or ('+' or '-', _, Moving.AsLevel) => Moving.AsLevel,
            ('*', Moving.AsLevel, Moving.NotAtAll) or ('*', Moving.NotAtAll, Moving.AsLevel) or ('/', Moving.AsLevel, Moving.NotAtAll) => Moving.AsLevel,
            _ => Moving.Otherwise,
        };

        public override double? Evaluate(Func<Metric, double?> valueOf) => (Operator, Left.Evaluate(valueOf), Right.Evaluate(valueOf)) switch
        {
            (_, null, _) or (_, _, null) => null,
            ('+', { } left, { } right) => left + right,
            ('-', { } left, { } right) => left - right,
            ('*', { } left, { } right) => left * right,
            (_, _, 0) => null,
            (_, { } left, { } right) => left / right,
        };
    }

    /// <summary>Recursive descent; its depth is bounded because a config is not trusted to be reasonable.</summary>
    private sealed class Parser(string text)
    {
        private const int MaxLength = 500;
        private const int MaxDepth = 20;
        private const double LargestNumber = 1e12;
        private readonly HashSet<Metric> metrics = [];
        private int position;
        private int depth;

        public FormulaError? Error { get; private set; }

        public HashSet<Metric> Metrics => metrics;

        public Node? Whole()
        {
            if (text.Length > MaxLength) return Fail(MaxLength, $"the formula is longer than {MaxLength} characters");
            var sum = Sum();
            SkipSpaces();
            return sum is not null && position < text.Length ? Fail(position, $"'{Shown()}' is not expected here; {Instead() ?? "use + - * / and parentheses"}") : sum;
        }

        private Node? Sum() => LeftToRight(Product, '+', '-');

        private Node? Product() => LeftToRight(Operand, '*', '/');

        private Node? LeftToRight(Func<Node?> operand, char one, char other)
        {
            var left = operand();
            while (left is not null && (Peek() == one || Peek() == other))
            {
                var (op, at) = (text[position++], position);
                var right = operand();
                if (right is not null && op == '/' && IsNoDivisor(right))
                    return Fail(at, "what is divided by is 0, so that there would never be a figure");
                left = right is null ? null : new Operation(op, left, right);
            }

            return left;
        }

        private Node? Operand()
        {
            var next = Peek();
            if (next is '(' or '-')
            {
                if (++depth > MaxDepth) return Fail(position, $"more than {MaxDepth} levels of parentheses");
                position++;
                var inner = next == '-' ? Negated(Operand()) : Closed(Sum());
                depth--;
                return inner;
            }

            if (char.IsAsciiDigit(next) || next == '.') return ReadNumber();
            if (char.IsAsciiLetter(next)) return ReadMetric();
            return Fail(position, position < text.Length
                ? $"'{Shown()}' is not a number, a metric or a parenthesis{(Instead() is { } mend ? $"; {mend}" : "")}"
                : "the formula stops too early");
        }

        private static Operation? Negated(Node? inner) => inner is null ? null : new Operation('-', new Number(0), inner);

        private Node? Closed(Node? inner)
        {
            if (inner is null) return null;
            if (Peek() != ')') return Fail(position, "a closing parenthesis is missing");
            position++;
            return inner;
        }

        private Node? ReadNumber()
        {
            var start = position;
            while (position < text.Length && (char.IsAsciiDigit(text[position]) || text[position] == '.')) position++;
            if (!double.TryParse(text.AsSpan(start, position - start), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
                return Fail(start, $"'{text[start..position]}' is not a number; write it like 1.5");
            return value <= LargestNumber ? new Number(value) : Fail(start, $"'{text[start..position]}' is too large; {LargestNumber:0} is the most");
        }

        private Node? ReadMetric()
        {
            var start = position;
            while (position < text.Length && (char.IsAsciiLetterOrDigit(text[position]) || text[position] == '_')) position++;
            var name = text[start..position];
            if (!Readings.Metrics.ByKey.TryGetValue(name, out var metric)) return Fail(start, $"'{name}' is not a metric", name);
            metrics.Add(metric);
            return new Reference(metric);
        }

        /// <summary>A metric's value may be 0 in one week; a number is it in all.</summary>
        private static bool IsNoDivisor(Node divisor) => divisor.Evaluate(_ => null) is 0;

        /// <summary>The character as a person sees it; one that nobody sees, by its number.</summary>
        private string Shown()
        {
            if (char.IsHighSurrogate(text[position]) && position + 1 < text.Length && char.IsLowSurrogate(text[position + 1])) return text.Substring(position, 2);
            return char.IsControl(text[position]) || char.IsSurrogate(text[position]) ? $"U+{(int)text[position]:X4}" : text[position].ToString();
        }

        /// <summary>For signs that look like those that are allowed.</summary>
        private string? Instead() => text[position] switch
        {
            '×' or '·' or '∗' or '⋅' or '＊' or '✕' => "write *",
            '÷' or '∕' or '⁄' or '：' or ':' or '／' => "write /",
            '−' or '–' or '—' or '‐' or '‑' or '－' => "write -",
            '＋' => "write +",
            '（' or '[' or '{' => "write (",
            '）' or ']' or '}' => "write )",
            ',' => "write a decimal point",
            '%' => "shares have \"unit\": \"%\", and the formula has no sign for it",
            _ => null,
        };

        private char Peek()
        {
            SkipSpaces();
            return position < text.Length ? text[position] : '\0';
        }

        private void SkipSpaces()
        {
            while (position < text.Length && char.IsWhiteSpace(text[position])) position++;
        }

        private Node? Fail(int at, string reason, string? unknownName = null)
        {
            Error ??= new(at, reason, unknownName);
            return null;
        }
    }
}

/// <summary>Why a formula cannot be read.</summary>
/// <param name="Position">The character at which reading stopped, from 0.</param>
/// <param name="UnknownName">The name that no metric has, where that is the reason.</param>
public sealed record FormulaError(int Position, string Reason, string? UnknownName = null);
