//! What is said instead of a reply: to whoever asks too often, and where the bot itself fails.

use super::Sentence;

/// To a member who asked more often than the operator allows.
pub const TOO_OFTEN: Sentence = Sentence::new(
    "You have asked a lot in a short time. Please wait a few seconds, then ask again. If a life is in danger, call 911.",
    "Ha preguntado mucho en poco tiempo. Por favor, espere unos segundos y pregunte de nuevo. Si hay una vida en peligro, llame al 911.",
);

/// Where a fault of the bot's own kept it from answering.
pub const FAILED: Sentence = Sentence::new(
    "Something went wrong in the bot, and your question was not answered. Please ask again. If a life is in danger, call 911.",
    "Algo falló en el bot y su pregunta quedó sin respuesta. Por favor, pregunte de nuevo. Si hay una vida en peligro, llame al 911.",
);
