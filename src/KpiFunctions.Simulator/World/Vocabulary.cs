namespace KpiFunctions.Simulator.World;

/// <summary>The pieces that each kind of page writes with.</summary>
internal static class Vocabulary
{
    private static readonly string[] FrenchMentions =
    [
        "Merci à {0} pour son soutien ce week-end !", "On a goûté les nouveautés de {0} : le verdict en commentaire.", "Notre partenaire du mois : {0} <3",
        "À retrouver samedi sur notre stand, avec {0} & d'autres maisons d'ici.", "« {0} » fait partie de notre sélection de la semaine.", "Belle rencontre avec l'équipe de {0} 🙌",
    ];

    private static readonly string[] FrenchNeighbours =
    [
        "Marché des Halles", "Office de tourisme du littoral", "Le Café d'en face", "Librairie & Papeterie du Quai", "Comité des fêtes", "Radio du Large",
        "Les Sorties du week-end", "Association des commerçants", "Épicerie « Chez nous »", "Festival des Embruns", "Le Petit Guide gourmand",
    ];

    private static readonly string[] EnglishNeighbours =
    [
        "Harbour Walks Club", "The Corner Bakery", "Southern Trails Magazine", "Weekend Market", "Ridge & River Guides", "The \"Long Way\" Podcast", "Lakeside Library",
    ];

    private static readonly string[] FrenchRemarks =
    [
        "Toujours un plaisir, merci !", "J'adore <3", "Un peu cher quand même…", "Goûté hier : 10/10 👏", "Le meilleur de la région, & de loin.",
        "Déçu cette fois, on m'avait dit \"en stock\".", "On en parle encore à la maison 😂", "Bravo à toute l'équipe.", "=1+1 fois par semaine chez nous ;)", "Mes enfants en redemandent 🎄",
    ];

    public static readonly Texts Drinks = new()
    {
        Openings =
        [
            "Nouvelle recette, même fraîcheur : {0} arrive dans vos rayons.", "Et vous, {0}, plutôt glaçons ou sans glaçons ?", "Ce soir, c'est match : {0} au frais 🥤",
            "Concours ! Gagnez un an de {0} & des places de concert.", "« Le goût de l'été » toute l'année avec {0}.", "Moins de sucre, autant de bulles : {0} change.",
            "On recycle : 100 % des bouteilles de {0} en plastique recyclé.", "Dans les coulisses de notre usine : comment naît {0}.", "Votre avis compte : faut-il ramener {0} ?",
            "Apéro improvisé ? {0}, citron, menthe… c'est prêt.",
        ],
        Things = ["la Citronnade", "l'Orange Sanguine", "le Cola Doux", "la Limonade Rose", "le Thé Pêche", "l'Eau pétillante <0 sucre>", "la Grenadine & Yuzu"],
        Closings = ["Dites-nous tout en commentaire !", "À consommer frais 🧊", "#bulles", "Qui en veut ?", "Rendez-vous dans votre magasin.", "Lien en premier commentaire.", "Édition limitée, jusqu'à épuisement."],
        Questions = ["Où peut-on en trouver à Lille ?", "Il y a combien de sucre dedans ?", "C'est pour quand la version sans aspartame ?", "Le concours est ouvert aux Belges ?", "Pourquoi avoir changé le goût ??", "La bouteille est consignée ?"],
        Remarks = FrenchRemarks,
        Mentions = FrenchMentions,
        Neighbours = FrenchNeighbours,
    };

    public static readonly Texts Sweets = new()
    {
        Openings =
        [
            "Nos {0} sortent du four : la boutique embaume.", "Cette semaine, 3 sachets de {0} achetés = 1 offert.", "Dans l'atelier : la cuisson des {0}, au chaudron de cuivre.",
            "Vous les réclamiez : les {0} sont de retour !", "Sucré ou salé ? Avec nos {0}, pas besoin de choisir.", "Petit marché, grand sourire : {0} samedi matin sur le port ⚓",
            "« Comme chez mamie » : merci pour vos mots sur les {0}.", "Nouveau sachet kraft pour nos {0} : moins de plastique & plus joli.", "Fermé lundi, mais les {0} vous attendent mardi.",
        ],
        Advent =
        [
            "Le calendrier de l'Avent est là : 24 cases, des {0} et quelques surprises 🎄", "J-9 avant l'Avent : il reste des calendriers, garnis avec {0}.", "Coffret de Noël : {0}, pain d'épices et ruban rouge.",
            "Le sapin est dans la vitrine, les {0} aussi ✨", "Commandes de Noël ouvertes : {0}, à retirer jusqu'au 23.",
        ],
        Things = ["caramels au beurre salé", "nougats", "berlingots", "guimauves à la vanille", "pâtes de fruits", "sucettes \"phare\"", "sablés <pur beurre>", "orangettes"],
        Closings = ["À tout de suite à la boutique !", "Bisous sucrés <3", "Qui craque ?", "Réservation en message privé.", "#faitmaison", "Ouvert de 10 h à 19 h.", "🍬🍬🍬", "Lien vers la boutique en ligne ci-dessous."],
        Questions = ["Vous livrez à domicile ?", "C'est combien le calendrier de l'Avent ?", "Y a-t-il des noix dedans ? (allergie)", "Ouvert dimanche ?", "Peut-on commander par téléphone ?", "Les guimauves reviennent quand ?"],
        Remarks = FrenchRemarks,
        Mentions = FrenchMentions,
        Neighbours = FrenchNeighbours,
    };

    public static readonly Texts Outdoor = new()
    {
        Openings =
        [
            "New on the wall: {0}, tested on the Tongariro Crossing.", "Wet weekend ahead? {0} at 20% off until Sunday.", "Staff pick: {0}. Light, tough & made to be repaired.",
            "Hut trip in two hours: {0}, a map and a thermos 🏔️", "\"Best buy of the season\": thanks for the kind words about {0}.", "Repair day this Saturday: bring your tired gear, we bring the glue (and {0}).",
            "Track report: mud, sun, more mud. {0} survived.", "Which would you take for three nights: {0} or your old favourite?", "Behind the counter: how we choose {0}.",
        ],
        Things = ["the Kea 45L pack", "merino base layers", "the Rimu rain shell", "gaiters <one size>", "the Pīwakawaka tent", "trail runners", "the 3-season sleeping bag", "a head torch & spare batteries"],
        Closings = ["See you on the track!", "Link below.", "#tramping", "Tell us in the comments.", "Free returns, as always.", "Ka kite anō 👋", "In store & online.", "Tag your hut crew <3"],
        Questions = ["Does it come in women's sizes?", "Do you ship to Stewart Island?", "How heavy is it?", "Is the Queenstown store open on Sunday?", "When will the blue one be back?", "Can it be repaired?"],
        Remarks = ["Love mine, five years and counting.", "Mine leaked at the seams :(", "Top service, cheers!", "Took it up Roys Peak <3", "Pricey, but \"buy once\".", "Shop local & walk far 👍", "Great day out with the club.", "תודה from a visitor!"],
        Mentions =
        [
            "Big thanks to {0} for the spot prizes!", "Gear talk tonight, hosted by {0} & friends.", "Our favourite repair bench: {0} 🧵", "Route notes by us, boots by {0}.", "\"{0}\" is in our winter guide.",
        ],
        Neighbours = EnglishNeighbours,
    };

    public static readonly Texts French = new()
    {
        Openings = ["On vous présente {0}.", "Cette semaine, parlons de {0} !", "Merci d'être si nombreux à suivre {0}.", "Bientôt du nouveau : {0}.", "Vrai ou faux : {0} ?"],
        Things = ["notre équipe", "les coulisses", "la nouvelle saison", "nos produits & services", "« la question du mois »"],
        Closings = ["À bientôt !", "Qu'en pensez-vous ?", "<3", "Plus d'infos sur notre site.", "👏"],
        Questions = ["C'est où exactement ?", "Quels sont vos horaires ?", "On peut réserver ?"],
        Remarks = FrenchRemarks,
        Mentions = FrenchMentions,
        Neighbours = FrenchNeighbours,
    };

    public static readonly Texts English = new()
    {
        Openings = ["Meet {0}.", "This week: {0}!", "Thank you all for following {0}.", "Coming soon: {0}.", "True or false: {0}?"],
        Things = ["our team", "what happens backstage", "the new season", "our products & services", "\"the question of the month\""],
        Closings = ["See you soon!", "What do you think?", "<3", "More on our site.", "👏"],
        Questions = ["Where is that?", "What are your opening hours?", "Can we book?"],
        Remarks = ["Lovely!", "Not for me…", "Well done all.", "Best in town & beyond.", "Been twice already 😀"],
        Mentions = ["Thanks to {0} for the help!", "Seen at the market: {0} & friends.", "\"{0}\" is on our list this week."],
        Neighbours = EnglishNeighbours,
    };
}
