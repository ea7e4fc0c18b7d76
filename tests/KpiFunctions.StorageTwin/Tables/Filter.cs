namespace KpiFunctions.StorageTwin.Tables;

internal enum Comparison
{
    Equal,
    NotEqual,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
}

/// <summary>A query's condition.</summary>
internal abstract record Filter
{
    public static readonly Filter All = new Everything();

    public abstract bool Matches(Row row);

    private sealed record Everything : Filter
    {
        public override bool Matches(Row row) => true;
    }

    public sealed record And(Filter Left, Filter Right) : Filter
    {
        public override bool Matches(Row row) => Left.Matches(row) && Right.Matches(row);
    }

    public sealed record Or(Filter Left, Filter Right) : Filter
    {
        public override bool Matches(Row row) => Left.Matches(row) || Right.Matches(row);
    }

    public sealed record Not(Filter Inner) : Filter
    {
        public override bool Matches(Row row) => !Inner.Matches(row);
    }

    /// <summary>A property against a literal. A row without the property, or with one of another type, does not match, also with "not equal".</summary>
    public sealed record Compare(string Property, Comparison Comparison, object Literal) : Filter
    {
        public override bool Matches(Row row) => Order(row[Property], Literal) is { } order && Comparison switch
        {
            Comparison.Equal => order == 0,
            Comparison.NotEqual => order != 0,
            Comparison.Greater => order > 0,
            Comparison.GreaterOrEqual => order >= 0,
            Comparison.Less => order < 0,
            _ => order <= 0,
        };

        private static int? Order(object? value, object literal) => (value, literal) switch
        {
            (string left, string right) => string.CompareOrdinal(left, right),
            (double.NaN, _) or (_, double.NaN) => null,
            (double left, int right) => left.CompareTo(right),
            (byte[] left, byte[] right) => left.AsSpan().SequenceCompareTo(right),
            (IComparable left, _) when left.GetType() == literal.GetType() => left.CompareTo(literal),
            _ => null,
        };
    }
}
