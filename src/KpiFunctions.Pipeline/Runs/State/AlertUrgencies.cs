namespace KpiFunctions.Pipeline.Runs.State;

/// <summary>How urgent one alert is. Pure.</summary>
public static class AlertUrgencies
{
    /// <summary>As often in a row passes by itself too seldom to wait for it.</summary>
    public const int Repeated = 3;

    /// <summary>The urgency of a row: 0 where it can wait for the week's mail. An alert is reported at once when it becomes greater than it was.</summary>
    public static int Of(string kind, int count, bool isFinal) => AlertKinds.Find(kind)?.Urgency switch
    {
        AlertUrgency.AtOnce => 2,
        AlertUrgency.OnceItLasts when isFinal => 2,
        AlertUrgency.OnceItLasts when count >= Repeated => 1,
        _ => 0,
    };
}
