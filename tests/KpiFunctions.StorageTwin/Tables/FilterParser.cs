using KpiFunctions.StorageTwin.Http;

namespace KpiFunctions.StorageTwin.Tables;

/// <summary>
/// Reads OData filters of comparisons between a property and a literal with <c>and</c>, <c>or</c>, <c>not</c> and
/// parentheses, which is what the table service offers.
/// </summary>
internal sealed class FilterParser
{
    private const int MostComparisons = 15;

    private readonly string filter;
    private readonly List<FilterToken> tokens;
    private int at;
    private int comparisons;

    private FilterParser(string filter) => (this.filter, tokens) = (filter, FilterTokens.Of(filter));

    public static Filter Parse(string? filter)
    {
        if (string.IsNullOrWhiteSpace(filter)) return Filter.All;
        var parser = new FilterParser(filter);
        var read = parser.Either();
        if (parser.comparisons > MostComparisons) throw new NotSupportedException($"The filter has {parser.comparisons} comparisons; the service documents at most {MostComparisons}: {filter}");
        return parser.at == parser.tokens.Count ? read : throw parser.Wrong();
    }

    private Filter Either()
    {
        var left = Both();
        while (Takes("or")) left = new Filter.Or(left, Both());
        return left;
    }

    private Filter Both()
    {
        var left = One();
        while (Takes("and")) left = new Filter.And(left, One());
        return left;
    }

    private Filter One()
    {
        if (Takes("not")) return new Filter.Not(One());
        if (!Takes("(")) return Comparing();
        var inner = Either();
        return Takes(")") ? inner : throw Wrong();
    }

    private Filter.Compare Comparing()
    {
        comparisons++;
        var property = Next();
        var comparison = Next().Text switch
        {
            "eq" => Comparison.Equal,
            "ne" => Comparison.NotEqual,
            "gt" => Comparison.Greater,
            "ge" => Comparison.GreaterOrEqual,
            "lt" => Comparison.Less,
            "le" => Comparison.LessOrEqual,
            _ => throw Wrong(),
        };
        var literal = Next().Literal ?? throw Wrong();
        return property.Literal is null && property.Text is not ("(" or ")") ? new(property.Text, comparison, literal) : throw Wrong();
    }

    private FilterToken Next() => at < tokens.Count ? tokens[at++] : throw Wrong();

    private bool Takes(string text)
    {
        if (at >= tokens.Count || tokens[at].Text != text) return false;
        at++;
        return true;
    }

    private ServiceError Wrong() => new(400, "InvalidInput", $"The filter can't be read: {filter}");
}
