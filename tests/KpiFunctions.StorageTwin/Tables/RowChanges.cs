using KpiFunctions.StorageTwin.Http;

namespace KpiFunctions.StorageTwin.Tables;

/// <summary>What a change makes of a row.</summary>
internal static class RowChanges
{
    /// <summary>The row after a change, or null where it is deleted. Nothing is stored yet.</summary>
    /// <exception cref="ServiceError">The service refuses the change.</exception>
    public static Row? After(RowWrite write, Row? current, DateTimeOffset now, VersionTags tags)
    {
        RowLimits.CheckKeys(write.PartitionKey, write.RowKey);
        if (write.Kind == RowWriteKind.Insert)
        {
            if (current is not null) throw new ServiceError(409, "EntityAlreadyExists", "The specified entity already exists.");
        }
        else if (write.IfMatch is { } version)
        {
            if (current is null) throw new ServiceError(404, "ResourceNotFound", "The specified resource does not exist.");
            if (version != "*" && version != current.ETag)
                throw new ServiceError(412, "UpdateConditionNotSatisfied", "The update condition specified in the request was not satisfied.");
        }

        if (write.Kind == RowWriteKind.Delete) return null;
        var properties = new Dictionary<string, object>(StringComparer.Ordinal);
        if (write.Kind == RowWriteKind.Merge && current is not null)
            foreach (var (name, value) in current.Properties) properties[name] = value;
        foreach (var (name, value) in write.Properties) properties[name] = value;
        var row = new Row(write.PartitionKey, write.RowKey, now, TagOf(tags.Next()), properties);
        RowLimits.Check(row);
        return row;
    }

    private static string TagOf(long ticks) => $"W/\"datetime'{Uri.EscapeDataString(EdmTypes.TextOf(new(ticks, TimeSpan.Zero)))}'\"";
}
