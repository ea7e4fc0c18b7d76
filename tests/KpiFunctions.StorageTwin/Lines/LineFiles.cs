using System.Text;

namespace KpiFunctions.StorageTwin.Lines;

/// <summary>Writes lines into files of at most 1 MB.</summary>
internal static class LineFiles
{
    private const int LargestFile = 1_000_000;

    public static async Task WriteAsync(IEnumerable<AccountLine> lines, string directory, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(directory);
        foreach (var group in lines.GroupBy(NameOf))
        {
            var parts = Parts(group.Select(LineJson.Write)).ToList();
            for (var index = 0; index < parts.Count; index++)
            {
                var name = parts.Count == 1 ? $"{group.Key}.jsonl" : $"{group.Key}.{index + 1:D3}.jsonl";
                await File.WriteAllTextAsync(Path.Combine(directory, name), parts[index], cancellationToken);
            }
        }
    }

    private static string NameOf(AccountLine line) => line switch
    {
        TableLine table => $"table-{table.Name}",
        RowLine row => $"table-{row.Table}",
        ContainerLine container => $"container-{container.Name}",
        BlobLine blob => $"container-{blob.Container}",
        QueueLine queue => $"queue-{queue.Name}",
        MessageLine message => $"queue-{message.Queue}",
        _ => throw new ArgumentOutOfRangeException(nameof(line), line, null),
    };

    private static IEnumerable<string> Parts(IEnumerable<string> lines)
    {
        var part = new StringBuilder();
        var size = 0;
        foreach (var line in lines)
        {
            var length = Encoding.UTF8.GetByteCount(line) + 1;
            if (length > LargestFile) throw new NotSupportedException($"A line has {length} bytes, more than a file may have: {line[..100]}…");
            if (size + length > LargestFile)
            {
                yield return part.ToString();
                part.Clear();
                size = 0;
            }

            part.Append(line).Append('\n');
            size += length;
        }

        yield return part.ToString();
    }
}
