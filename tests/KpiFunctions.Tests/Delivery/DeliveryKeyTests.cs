using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Periods;

namespace KpiFunctions.Tests.Delivery;

public sealed class DeliveryKeyTests
{
    private static readonly IsoWeek Week = IsoWeek.Parse("2026-W47");

    [Fact]
    public void An_address_is_the_same_recipient_whatever_its_case() =>
        RecipientHash.Of(" Marie@Example.com").ShouldBe(RecipientHash.Of("marie@example.com"));

    [Fact]
    public void A_delivery_has_the_same_name_each_time_it_is_asked_for()
    {
        var key = new DeliveryKey("confiserie", Week, RecipientHash.Of("marie@example.com"));
        key.DeliveryId.ShouldBe(new DeliveryKey("confiserie", Week, RecipientHash.Of("marie@example.com")).DeliveryId);
        key.DeliveryId.ShouldNotBe((key with { Occurrence = Week.Plus(1) }).DeliveryId);
        key.DeliveryId.ShouldNotBe((key with { Client = "boissons" }).DeliveryId);
    }
}
