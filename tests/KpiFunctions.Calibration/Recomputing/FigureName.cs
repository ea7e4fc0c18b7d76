namespace KpiFunctions.Calibration.Recomputing;

/// <summary>Which figure of a week: the names are those of configs and of the table <c>Kpis</c>.</summary>
/// <param name="Objective">The objective's key.</param>
/// <param name="Figure">The figure, or the client's own key of one.</param>
/// <param name="Account"><c>facebook:201100000000001</c>; empty where it is over all accounts.</param>
internal readonly record struct FigureName(string Objective, string Figure, string Account)
{
    public override string ToString() => $"{Objective} {Figure}{(Account.Length > 0 ? $" of {Account}" : "")}";
}
