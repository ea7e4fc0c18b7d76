namespace KpiFunctions.Pipeline.Delivery.Links;

/// <summary>The names of what people can do, as commands, links and the table <c>Audit</c> have them. They never change.</summary>
public static class ActionNames
{
    public const string Look = "look";

    public const string Approve = "approve";

    public const string Hold = "hold";

    public const string Release = "release";

    public const string Miss = "miss";

    public const string Send = "send";

    public const string Replay = "replay";

    public const string Pause = "pause";

    public const string Resume = "resume";

    public const string Lift = "lift";

    public const string Status = "status";
}
