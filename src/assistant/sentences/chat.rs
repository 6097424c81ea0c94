//! What a conversation says about itself: how it opens, its commands, the board of services.

use jiff::civil::Date;

use super::{Sentence, date};
use crate::text::Language;

/// Above the first examples.
pub const OPENING: Sentence =
    Sentence::new("Ask in your own words, in English or Spanish. For example:", "Pregunte con sus propias palabras, en español o en inglés. Por ejemplo:");

/// Below the first examples.
pub const HELP_HINT: Sentence = Sentence::new("/help shows what else you can type.", "/help muestra qué más puede escribir.");

/// Above the commands.
pub const COMMANDS: Sentence = Sentence::new("Type a question, or one of these:", "Escriba una pregunta, o una de estas órdenes:");

/// What `/why` does.
pub const WHY: Sentence = Sentence::new("how the last answer came about", "cómo se llegó a la última respuesta");

/// What `/services` does.
pub const SERVICES: Sentence = Sentence::new("which services were open", "qué servicios estaban abiertos");

/// What `/sources` does.
pub const SOURCES: Sentence = Sentence::new("the last answer's sources in full", "las fuentes completas de la última respuesta");

/// What `/lang` does.
pub const LANG: Sentence = Sentence::new("the language of the answers", "el idioma de las respuestas");

/// What `/help` does.
pub const HELP: Sentence = Sentence::new("this list", "esta lista");

/// What `/quit` does.
pub const QUIT: Sentence = Sentence::new("leave", "salir");

/// Below suggestions.
pub const CHOOSE: Sentence = Sentence::new("Type a number to choose, or ask something else.", "Escriba un número para elegir, o pregunte otra cosa.");

/// Where there is no last answer.
pub const NOTHING_ASKED: Sentence = Sentence::new("Nothing has been asked yet.", "Todavía no se ha preguntado nada.");

/// Where the last answer has no sources.
pub const NO_SOURCES: Sentence = Sentence::new("The last reply has no sources.", "La última respuesta no tiene fuentes.");

/// Where no entry tells of a service.
pub const NO_SERVICES: Sentence = Sentence::new("Nothing is known about services.", "No hay información sobre servicios.");

/// For `/lang` with something else behind it.
pub const WHICH_LANGUAGE: Sentence = Sentence::new(
    "Type /lang en for English, /lang es for Spanish, or /lang auto for the language of each question.",
    "Escriba /lang es para español, /lang en para inglés, o /lang auto para el idioma de cada pregunta.",
);

/// After `/lang auto`.
pub const LANGUAGE_OF_QUESTION: Sentence =
    Sentence::new("From now on I answer in the language of each question.", "Desde ahora respondo en el idioma de cada pregunta.");

/// After `/lang en` and `/lang es`.
pub const LANGUAGE_SET: Sentence = Sentence::new("From now on I answer in English.", "Desde ahora respondo en español.");

/// For a command that there is not; `nearest` is one that there is.
#[must_use]
pub fn no_such_command(language: Language, nearest: Option<&str>) -> String {
    match (nearest, language) {
        (Some(nearest), Language::English) => format!("There is no such command. Did you mean {nearest}?"),
        (Some(nearest), Language::Spanish) => format!("No existe esa orden. ¿Quiso decir {nearest}?"),
        (None, Language::English) => format!("There is no such command. {}", HELP_HINT.in_language(language)),
        (None, Language::Spanish) => format!("No existe esa orden. {}", HELP_HINT.in_language(language)),
    }
}

/// How old the state of a service is.
#[must_use]
pub fn as_of(language: Language, day: Date) -> String {
    let day = date(language, day);
    match language {
        Language::English => format!("as of {day}"),
        Language::Spanish => format!("al {day}"),
    }
}
