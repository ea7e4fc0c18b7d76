using System.Text.RegularExpressions;
using KpiFunctions.StorageTwin.Http;

namespace KpiFunctions.StorageTwin.Tables;

/// <summary>The account's tables. Their names differ by more than case.</summary>
internal sealed partial class TableSet
{
    private readonly SortedDictionary<string, Table> tables = new(StringComparer.OrdinalIgnoreCase);

    public IEnumerable<Table> All => tables.Values;

    public Table Get(string name) => tables.GetValueOrDefault(name) ?? throw new ServiceError(404, "TableNotFound", "The table specified does not exist.");

    public void Create(string name)
    {
        if (!Name().IsMatch(name)) throw new ServiceError(400, "InvalidResourceName", "The specified resource name contains invalid characters.");
        if (!tables.TryAdd(name, new(name))) throw new ServiceError(409, "TableAlreadyExists", "The table specified already exists.");
    }

    public Table Ensure(string name)
    {
        if (!tables.ContainsKey(name)) Create(name);
        return tables[name];
    }

    public void Delete(string name)
    {
        if (!tables.Remove(name)) throw new ServiceError(404, "ResourceNotFound", "The specified resource does not exist.");
    }

    [GeneratedRegex("^(?!tables$)[A-Za-z][A-Za-z0-9]{2,62}$", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Name();
}
