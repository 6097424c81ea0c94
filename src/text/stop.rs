//! Words that carry grammar rather than subject. They still count in the ranking ("when" against "where"), but a message made
//! of them alone says too little to answer.

const ENGLISH: &str = "a an the and or but nor so if then than as of at by for from in into on onto off over under to up down \
    out with without within about between during after before since until while because through per via \
    i me my mine myself we us our ours you your yours he him his she her hers it its they them their theirs \
    this that these those there here who whom whose which what when where why how \
    is are was were be been being am do does did doing done have has had having will would shall should can could may might \
    must not no yes yeah yep nope ok okay please thanks thank hi hello hey just only also too very really actually even still \
    already yet again any some all each every both either neither other another such same own more most less least much many few \
    lot lots one ones thing things stuff something anything everything nothing someone anyone everyone nobody \
    get gets got getting go goes going gone went come comes came coming say says said tell told know knows knew known \
    think thought want wants wanted need needs let make makes made take takes took see seen saw look looks like \
    lol omg btw idk imo tbh well oh um uh maybe perhaps right true false sure guess wonder wondering question ask asked asking \
    anybody else though although however ever never always now today right-now";

const SPANISH: &str = "el la los las un una unos unas lo al del de a ante con sin desde en entre hacia hasta para por segun sobre tras \
    y e o u ni que pero sino si como cuando donde porque pues aunque mientras \
    yo tu usted ustedes el ella ello nosotros nosotras ellos ellas me te se nos les le lo mi mis su sus nuestro nuestra \
    este esta esto estos estas ese esa eso esos esas aquel aquella aqui aca ahi alli alla \
    quien quienes cual cuales cuanto cuanta cuantos cuantas \
    es son era eran fue fueron ser sido siendo soy somos esta estan estaba estaban estuvo estuvieron estar estoy \
    ha han he hemos habia habian hay hubo haber hacer hace hacen hizo hicieron hecho \
    va van voy vamos iba ir puede pueden puedo podia podian poder debe deben debo tiene tienen tengo tenia tenian tener \
    no si ya muy mas menos mucho mucha muchos muchas poco todo toda todos todas otro otra otros otras algo alguien alguno alguna \
    nada nadie ningun ninguna tambien tampoco solo solamente aun todavia siempre nunca ahora hoy asi tan tanto entonces luego \
    oye oiga hola gracias favor buenas buenos dias tardes noches bueno bien pues verdad cierto \
    dice dicen dijo dijeron decir saber sabe saben sabes quiero quiere quieren cosa cosas pregunta preguntar";

/// Words that turn a statement into its opposite.
const NEGATIONS: &[&str] =
    &["not", "no", "never", "none", "nobody", "without", "neither", "nor", "nunca", "sin", "ni", "ningun", "ninguna", "ninguno", "tampoco", "nadie"];

/// Whether a folded word carries no subject of its own.
#[must_use]
pub fn is_stop_word(word: &str) -> bool {
    use std::collections::HashSet;
    use std::sync::LazyLock;
    static WORDS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| ENGLISH.split_whitespace().chain(SPANISH.split_whitespace()).collect());
    word.chars().nth(1).is_none() || WORDS.contains(word)
}

/// Whether a folded word negates.
#[must_use]
pub fn is_negation(word: &str) -> bool {
    NEGATIONS.contains(&word)
}
