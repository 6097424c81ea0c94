//! Every sentence of the bot's own, English and Spanish side by side, so that neither can be missing. A reply is made of these
//! and of the curators' words, of nothing else. Spanish is for people in the United States and says *usted*.

pub mod chat;
pub mod waiting;

use jiff::civil::Date;

use crate::knowledge::{Attribution, Campaign, Service, Status};
use crate::text::Language;

/// One sentence in every language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sentence {
    english: &'static str,
    spanish: &'static str,
}

impl Sentence {
    /// The same in both languages.
    pub(crate) const fn new(english: &'static str, spanish: &'static str) -> Self {
        Self { english, spanish }
    }

    /// The sentence in a language.
    #[must_use]
    pub const fn in_language(self, language: Language) -> &'static str {
        match language {
            Language::English => self.english,
            Language::Spanish => self.spanish,
        }
    }
}

/// Comes first when someone describes danger to life; the curators' own entry follows it.
pub const EMERGENCY: Sentence = Sentence::new(
    "This may be an emergency. If a life is in danger, call 911 now.",
    "Esto puede ser una emergencia. Si hay una vida en peligro, llame al 911 ahora mismo.",
);

/// Before an answer that does not bear out what the question took for granted.
pub const CORRECTION: Sentence = Sentence::new(
    "Something in your message differs from what we know. Please read the answer closely.",
    "Algo en su mensaje no coincide con lo que sabemos. Por favor, lea bien la respuesta.",
);

/// Before two or three whole questions, where it is not clear which one is meant.
pub const DID_YOU_MEAN: Sentence =
    Sentence::new("I'm not sure what you mean. Did you mean one of these?", "No me queda claro lo que pregunta. ¿Es una de estas preguntas?");

/// The same for a part of the message, below the answer to another part.
pub const OTHER_PART_DID_YOU_MEAN: Sentence =
    Sentence::new("About the other part of your message: did you mean one of these?", "Sobre la otra parte de su mensaje: ¿es una de estas preguntas?");

/// Before the entries that people ask next.
pub const RELATED: Sentence = Sentence::new("You can also ask:", "También puede preguntar:");

/// Before one source.
pub const SOURCE: Sentence = Sentence::new("Source:", "Fuente:");

/// Before several sources.
pub const SOURCES: Sentence = Sentence::new("Sources:", "Fuentes:");

const UNKNOWN: Sentence =
    Sentence::new("I don't know: it is not in what this bot's curators wrote.", "No lo sé: no está en lo que escribieron los responsables de este bot.");

const DECLINED: Sentence = Sentence::new("I can't answer this kind of question.", "No puedo responder este tipo de pregunta.");

const TOO_LITTLE: Sentence =
    Sentence::new("Please tell me more: a whole question works best.", "Dígame un poco más, por favor: una pregunta completa funciona mejor.");

/// Below a reply to a message that asks more than is answered at once.
pub const TOO_MANY: Sentence = Sentence::new(
    "I answer up to three questions at a time; please ask the rest again.",
    "Respondo hasta tres preguntas a la vez; por favor, haga las demás en otro mensaje.",
);

const OTHER_PART_UNKNOWN: Sentence = Sentence::new(
    "I could not answer the other part of your message: it is not in what this bot's curators wrote.",
    "No pude responder la otra parte de su mensaje: no está en lo que escribieron los responsables de este bot.",
);

const OTHER_PART_DECLINED: Sentence = Sentence::new("I can't answer the other part of your message.", "No puedo responder la otra parte de su mensaje.");

/// "You asked about: …", with an entry's question.
#[must_use]
pub fn understood(language: Language, question: &str) -> String {
    match language {
        Language::English => format!("You asked about: {question}"),
        Language::Spanish => format!("Usted preguntó: {question}"),
    }
}

/// How old an answer is and whose statement: "As of October 4, 2023, according to the employer."
#[must_use]
pub fn dated(language: Language, as_of: Option<Date>, attribution: Attribution) -> String {
    let whose = attributed(attribution).in_language(language);
    match (as_of.map(|day| date(language, day)), language) {
        (Some(day), Language::English) => format!("As of {day}, {whose}."),
        (Some(day), Language::Spanish) => format!("Al {day}, {whose}."),
        (None, _) => format!("{}.", capitalised(whose)),
    }
}

const fn attributed(attribution: Attribution) -> Sentence {
    match attribution {
        Attribution::Reported => Sentence::new("according to news reports", "según la prensa"),
        Attribution::Union => Sentence::new("according to the union", "según el sindicato"),
        Attribution::Employer => Sentence::new("according to the employer", "según el empleador"),
        Attribution::Joint => Sentence::new("according to both sides", "según ambas partes"),
        Attribution::Law => Sentence::new("the law in plain words; not legal advice", "la ley en palabras sencillas; no es asesoría legal"),
        Attribution::General => Sentence::new("general information", "información general"),
    }
}

/// That the answer tells how it was then, and which dispute that was.
#[must_use]
pub fn past(language: Language, campaign: &Campaign) -> String {
    let title = title(language, campaign);
    let ended = campaign.ended.as_ref().filter(|_| campaign.status == Status::Ended).map(|day| date(language, day.value));
    match (ended, language) {
        (Some(day), Language::English) => format!("This is how it was then: {title} (ended on {day})."),
        (Some(day), Language::Spanish) => format!("Así era entonces: {title} (terminó el {day})."),
        (None, Language::English) => format!("This is how it was then: {title}. It may have changed since."),
        (None, Language::Spanish) => format!("Así era entonces: {title}. Puede haber cambiado desde entonces."),
    }
}

/// That the question may mean another dispute, and which one this is about.
#[must_use]
pub fn other_campaign(language: Language, campaign: &Campaign) -> String {
    let title = title(language, campaign);
    match language {
        Language::English => format!("You may mean another dispute. I only know about this one: {title}."),
        Language::Spanish => format!("Quizás pregunta por otro conflicto. Solo tengo información sobre este: {title}."),
    }
}

/// That an answer is there in the other language only.
#[must_use]
pub const fn other_language(language: Language) -> &'static str {
    match language {
        Language::English => "This answer is only available in Spanish.",
        Language::Spanish => "Esta respuesta solo está disponible en inglés.",
    }
}

/// Where nothing is known: says so, and names whom to ask.
#[must_use]
pub fn unknown(language: Language, campaign: &Campaign) -> String {
    with_contact(UNKNOWN, language, campaign)
}

/// For a question that must not be answered and for which the curators wrote no reply of their own.
#[must_use]
pub fn declined(language: Language, campaign: &Campaign) -> String {
    with_contact(DECLINED, language, campaign)
}

/// For a message that says too little to look anything up; `example` is a question that can be answered.
#[must_use]
pub fn too_little(language: Language, example: Option<&str>) -> String {
    let hint = TOO_LITTLE.in_language(language);
    match (example, language) {
        (Some(example), Language::English) => format!("{hint} For example: {example}"),
        (Some(example), Language::Spanish) => format!("{hint} Por ejemplo: {example}"),
        (None, _) => hint.to_owned(),
    }
}

/// Below an answer: that another part of the message is not in the knowledge. It never repeats that part.
#[must_use]
pub fn other_part_unknown(language: Language, campaign: &Campaign) -> String {
    with_contact(OTHER_PART_UNKNOWN, language, campaign)
}

/// Below an answer: what to say about another part of the message that must not be answered; `reply` is the curators' own.
#[must_use]
pub fn other_part_declined(language: Language, campaign: &Campaign, reply: Option<&str>) -> String {
    match (reply, language) {
        (Some(reply), Language::English) => format!("About the other part of your message: {reply}"),
        (Some(reply), Language::Spanish) => format!("Sobre la otra parte de su mensaje: {reply}"),
        (None, _) => with_contact(OTHER_PART_DECLINED, language, campaign),
    }
}

/// Whom to ask; `None` where the curators named nobody.
#[must_use]
pub fn contact(language: Language, campaign: &Campaign) -> Option<String> {
    let (_, contact) = campaign.contact.best(language)?;
    Some(match language {
        Language::English => format!("Whom to ask: {}", contact.value),
        Language::Spanish => format!("A quién preguntar: {}", contact.value),
    })
}

/// The state of a service, in a word or two.
#[must_use]
pub const fn service(service: Service) -> Sentence {
    match service {
        Service::Open => Sentence::new("open", "abierto"),
        Service::Limited => Sentence::new("limited", "limitado"),
        Service::MayClose => Sentence::new("may close", "podría cerrar"),
        Service::Closed => Sentence::new("closed", "cerrado"),
        Service::Rescheduled => Sentence::new("rescheduled", "reprogramado"),
    }
}

/// The sign beside that word, so that neither is needed to tell states apart.
#[must_use]
pub const fn symbol(service: Service) -> char {
    match service {
        Service::Open => '●',
        Service::Limited => '◐',
        Service::MayClose => '◌',
        Service::Closed => '○',
        Service::Rescheduled => '→',
    }
}

/// The campaign's title in the language, else in the other one.
#[must_use]
pub fn title(language: Language, campaign: &Campaign) -> &str {
    campaign.title.best(language).map_or(campaign.id.value.as_str(), |(_, title)| title.value.as_str())
}

/// A day written out: "October 4, 2023", "4 de octubre de 2023".
#[must_use]
pub fn date(language: Language, day: Date) -> String {
    let month = month(day.month()).in_language(language);
    match language {
        Language::English => format!("{month} {}, {}", day.day(), day.year()),
        Language::Spanish => format!("{} de {month} de {}", day.day(), day.year()),
    }
}

const fn month(number: i8) -> Sentence {
    match number {
        1 => Sentence::new("January", "enero"),
        2 => Sentence::new("February", "febrero"),
        3 => Sentence::new("March", "marzo"),
        4 => Sentence::new("April", "abril"),
        5 => Sentence::new("May", "mayo"),
        6 => Sentence::new("June", "junio"),
        7 => Sentence::new("July", "julio"),
        8 => Sentence::new("August", "agosto"),
        9 => Sentence::new("September", "septiembre"),
        10 => Sentence::new("October", "octubre"),
        11 => Sentence::new("November", "noviembre"),
        _ => Sentence::new("December", "diciembre"),
    }
}

fn with_contact(sentence: Sentence, language: Language, campaign: &Campaign) -> String {
    let sentence = sentence.in_language(language);
    contact(language, campaign).map_or_else(|| sentence.to_owned(), |contact| format!("{sentence} {contact}"))
}

fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}
