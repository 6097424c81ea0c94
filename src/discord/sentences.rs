//! Every sentence that the bot says on Discord only, English and Spanish side by side. What it says everywhere stands in
//! `assistant/sentences.rs`. Spanish is for people in the United States and says *usted*.

use jiff::civil::Date;

use crate::assistant::sentences::{Sentence, date};
use crate::text::Language;

/// On the button that posts a copy of a reply.
pub const SHOW: Sentence = Sentence::new("Show in the channel", "Mostrar en el canal");

/// On the button that shows a reply in a language, which is why each is in its own.
#[must_use]
pub const fn in_language(language: Language) -> &'static str {
    match language {
        Language::English => "In English",
        Language::Spanish => "En español",
    }
}

/// Behind text that was shortened.
pub const MORE: Sentence = Sentence::new("(There is more.)", "(Hay más.)");

/// The same as a link to the source.
pub const READ_MORE: Sentence = Sentence::new("There is more at the source", "Hay más en la fuente");

/// For a button that no version of the bot made.
pub const UNKNOWN_BUTTON: Sentence =
    Sentence::new("I no longer know this button. Please ask your question anew.", "Ya no reconozco este botón. Por favor, haga su pregunta de nuevo.");

/// For a button whose entry is gone.
pub const ENTRY_GONE: Sentence = Sentence::new(
    "This answer is not here any more: the curators have changed what I know. Please ask in your own words.",
    "Esta respuesta ya no está: los responsables cambiaron lo que sé. Por favor, pregunte con sus propias palabras.",
);

/// Before what is left of a reply where one of its entries is gone.
pub const PART_GONE: Sentence = Sentence::new(
    "A part of this reply is not here any more: the curators have changed what I know.",
    "Una parte de esta respuesta ya no está: los responsables cambiaron lo que sé.",
);

/// For a reply to the bot whose words Discord does not hand on.
pub const UNREAD: Sentence = Sentence::new(
    "In a channel I can only read a message that mentions me. Please mention me, or ask with /ask.",
    "En un canal solo puedo leer un mensaje que me menciona. Por favor, mencióneme o pregunte con /preguntar.",
);

/// For a menu whose topic is gone.
pub const TOPIC_GONE: Sentence =
    Sentence::new("This topic is not here any more. These are the topics now:", "Este tema ya no está. Estos son los temas de ahora:");

/// Above the menu of topics.
pub const TOPICS: Sentence = Sentence::new("What would you like to know about? Choose a topic:", "¿Sobre qué quiere saber? Elija un tema:");

/// Above the menu of a topic's questions.
pub const QUESTIONS: Sentence = Sentence::new("Choose a question:", "Elija una pregunta:");

/// In the menu of topics, before one is chosen.
pub const CHOOSE_TOPIC: Sentence = Sentence::new("Choose a topic", "Elija un tema");

/// In the menu of questions, before one is chosen.
pub const CHOOSE_QUESTION: Sentence = Sentence::new("Choose a question", "Elija una pregunta");

/// The topic of entries without one.
pub const OTHER_TOPICS: Sentence = Sentence::new("Other questions", "Otras preguntas");

/// Above the board of services.
pub const SERVICES: Sentence = Sentence::new("Services", "Servicios");

/// Behind a service whose state is that of a time before.
pub const OF_THE_PAST: Sentence = Sentence::new("; it may have changed since", "; puede haber cambiado desde entonces");

/// Where not all services fit.
pub const MORE_SERVICES: Sentence =
    Sentence::new("There are more than fit here: ask about the one that you need.", "Hay más de los que caben aquí: pregunte por el que necesita.");

/// What the bot is, below the campaign's title.
pub const ABOUT: Sentence = Sentence::new(
    "I am a bot that answers questions about this labor dispute. Ask with /ask, in a direct message, or by mentioning me, in English or Spanish.",
    "Soy un bot que responde preguntas sobre este conflicto laboral. Pregunte con /preguntar, en un mensaje directo o mencionándome, en español o en inglés.",
);

/// Whose words the answers are.
pub const WHOSE_WORDS: Sentence = Sentence::new(
    "Every answer was written by people, from sources that it names; I only look for the one that fits your question. Nothing is made up by a machine, and where I don't know, I say so.",
    "Cada respuesta la escribieron personas, a partir de fuentes que nombra; yo solo busco la que corresponde a su pregunta. Nada lo inventa una máquina, y cuando no sé algo, lo digo.",
);

/// Above what is said of the members' privacy.
pub const PRIVACY_HEADING: Sentence = Sentence::new("Your privacy", "Su privacidad");

/// Privacy in five sentences.
pub const PRIVACY: Sentence = Sentence::new(
    "I read what you write to me, also while you type a command, and a message that someone asks me to answer; nothing else. \
     Your question is used to find an answer and then forgotten. \
     I keep no names and no account numbers; to stop floods and greet only once I remember for a day at most, under a random key, that someone wrote. \
     I never repeat your words, and others see an answer only if you show it or ask where they can read along. \
     Discord itself handles your messages under its own privacy policy.",
    "Leo lo que usted me escribe, también mientras escribe una orden, y un mensaje que alguien me pide responder; nada más. \
     Su pregunta se usa para encontrar una respuesta y después se olvida. \
     No guardo nombres ni números de cuenta; para evitar abusos y saludar una sola vez recuerdo, un día como máximo y con una clave al azar, que alguien escribió. \
     Nunca repito sus palabras, y otras personas ven una respuesta solo si usted la muestra o si pregunta donde pueden leerla. \
     Discord trata sus mensajes según su propia política de privacidad.",
);

/// Above how to report an error.
pub const ERROR_HEADING: Sentence = Sentence::new("Is something wrong?", "¿Hay algo mal?");

/// How to report an error.
pub const ERROR: Sentence = Sentence::new(
    "Tell whoever runs this server which question you asked and what is wrong with the answer, with a source if you have one.",
    "Diga a quien administra este servidor qué preguntó y qué está mal en la respuesta, con una fuente si la tiene.",
);

/// Above the publishers.
pub const SOURCES_HEADING: Sentence = Sentence::new("Sources", "Fuentes");

/// When the curators last read all of it.
#[must_use]
pub fn reviewed(language: Language, day: Date) -> String {
    let day = date(language, day);
    match language {
        Language::English => format!("All of it was last read on {day}."),
        Language::Spanish => format!("Se revisó todo por última vez el {day}."),
    }
}

/// Before the first answer in a direct message.
#[must_use]
pub fn greeting(language: Language, title: &str) -> String {
    match language {
        Language::English => format!("Hello! I answer questions about {title}, in English or Spanish, with sources."),
        Language::Spanish => format!("¡Hola! Respondo preguntas sobre {title}, en español o en inglés, con fuentes."),
    }
}

/// What a topic is called. The usual ones of any dispute have a name in both languages; another is its id, made readable.
#[must_use]
pub fn topic(language: Language, category: &str) -> String {
    TOPIC_NAMES.iter().find(|(known, _)| *known == category).map_or_else(|| readable(category), |(_, name)| name.in_language(language).to_owned())
}

/// What a topic is called, that of the entries without one too.
#[must_use]
pub fn topic_or_other(language: Language, category: Option<&str>) -> String {
    category.map_or_else(|| OTHER_TOPICS.in_language(language).to_owned(), |category| topic(language, category))
}

const TOPIC_NAMES: [(&str, Sentence); 11] = [
    ("about", Sentence::new("About this information", "Acerca de esta información")),
    ("employer", Sentence::new("The employer", "El empleador")),
    ("employer-position", Sentence::new("What the employer says", "Lo que dice el empleador")),
    ("glossary", Sentence::new("Words explained", "Palabras explicadas")),
    ("outcome", Sentence::new("How it ended", "Cómo terminó")),
    ("pay", Sentence::new("Pay", "Salario")),
    ("rights", Sentence::new("Rights", "Derechos")),
    ("services", Sentence::new("Services", "Servicios")),
    ("when-and-where", Sentence::new("When and where", "Cuándo y dónde")),
    ("who-and-how-many", Sentence::new("Who and how many", "Quiénes y cuántos")),
    ("why", Sentence::new("Why", "Por qué")),
];

/// "strike-pay" as "Strike pay".
fn readable(category: &str) -> String {
    let spaced = category.replace('-', " ");
    let mut characters = spaced.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language::{English, Spanish};

    const ALL: [Sentence; 25] = [
        OF_THE_PAST,
        PART_GONE,
        UNREAD,
        SHOW,
        MORE,
        READ_MORE,
        UNKNOWN_BUTTON,
        ENTRY_GONE,
        TOPIC_GONE,
        TOPICS,
        QUESTIONS,
        CHOOSE_TOPIC,
        CHOOSE_QUESTION,
        OTHER_TOPICS,
        SERVICES,
        MORE_SERVICES,
        ABOUT,
        WHOSE_WORDS,
        PRIVACY_HEADING,
        PRIVACY,
        ERROR_HEADING,
        ERROR,
        SOURCES_HEADING,
        TOPIC_NAMES[0].1,
        TOPIC_NAMES[10].1,
    ];

    #[test]
    fn no_sentence_is_the_same_in_both_languages_or_speaks_to_a_friend() {
        for sentence in ALL {
            let (english, spanish) = (sentence.in_language(English), sentence.in_language(Spanish));
            assert_ne!(english, spanish);
            let words: Vec<String> = spanish.split(|c: char| !c.is_alphabetic()).map(str::to_lowercase).collect();
            assert!(!words.iter().any(|word| matches!(word.as_str(), "tu" | "tú" | "tus" | "te" | "ti" | "contigo")), "{spanish}");
        }
    }

    #[test]
    fn privacy_takes_five_sentences() {
        for language in [English, Spanish] {
            assert_eq!(PRIVACY.in_language(language).matches('.').count(), 5);
        }
    }

    #[test]
    fn a_topic_without_a_name_is_readable() {
        assert_eq!(topic(English, "strike-pay"), "Strike pay");
        assert_eq!(topic(Spanish, "rights"), "Derechos");
        assert!(TOPIC_NAMES.is_sorted_by_key(|(id, _)| *id));
    }
}
