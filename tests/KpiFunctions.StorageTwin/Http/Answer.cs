using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace KpiFunctions.StorageTwin.Http;

/// <summary>What a service answers.</summary>
internal sealed record Answer(int Status, byte[] Body)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public Dictionary<string, string> Headers { get; } = new(StringComparer.OrdinalIgnoreCase);

    public static Answer Empty(int status) => new(status, []);

    public static Answer Json(int status, byte[] body) => new Answer(status, body).With("Content-Type", "application/json;odata=minimalmetadata;streaming=true;charset=utf-8");

    public static Answer Xml(int status, XElement root)
    {
        using var stream = new MemoryStream();
        // Carriage returns within texts are written as references: a reader turns others into line feeds.
        using (var xml = XmlWriter.Create(stream, new() { Encoding = Utf8, NewLineHandling = NewLineHandling.Entitize })) root.Save(xml);
        return new Answer(status, stream.ToArray()).With("Content-Type", "application/xml");
    }

    /// <param name="value">The header is left out where this is null.</param>
    public Answer With(string header, string? value)
    {
        if (value is not null) Headers[header] = value;
        return this;
    }

    /// <summary>An error as the service writes it, with the code in a header too.</summary>
    public static Answer Of(TwinService service, ServiceError error)
    {
        var answer = error.Status == 304 ? Empty(304)
            : service == TwinService.Tables ? Json(error.Status, TableErrors.Body(error))
            : Xml(error.Status, new("Error", new XElement("Code", error.Code), new XElement("Message", error.Message)));
        return answer.With("x-ms-error-code", error.Code);
    }
}
