//! One question, one answer: through a command, a direct message, a mention, and in the terminal.

use jiff::civil::date;
use serde_json::{Value, json};
use strikebot::assistant::Context;
use strikebot::rehearsal::Reply;
use strikebot::text::Language;

use super::stage::{assistant, connected, patient};

/// Asked everywhere: answered, corrected by nobody, unknown, too little, in Spanish, and a danger.
const QUESTIONS: [&str; 6] = [
    "Are the mill gates open?",
    "are the mill gates open",
    "who is the king of France",
    "?",
    "¿Está abierta la tienda del molino?",
    "my friend is not breathing",
];

/// What a member reads: the text and the boxes below it.
fn read(reply: &Reply) -> (String, Vec<Value>) {
    (reply.content().to_owned(), reply.embeds().to_vec())
}

#[tokio::test(flavor = "multi_thread")]
async fn one_question_has_one_answer_wherever_it_is_asked() {
    let (discord, _bot, _folder) = connected(patient()).await;
    let assistant = assistant();
    let anna = discord.member("anna");
    // The first direct message is greeted; those after it are not.
    anna.direct_message("?").await.unwrap();
    for question in QUESTIONS {
        let slash = anna.slash("ask", json!({"question": question})).await.unwrap();
        let direct = anna.direct_message(question).await.unwrap();
        let mention = anna.mention(question).await.unwrap();
        assert!(slash.is_ephemeral(), "{question}");
        assert_eq!(read(&slash), read(&direct), "{question}");
        assert_eq!(read(&direct), read(&mention), "{question}");
        let context = Context { today: date(2035, 1, 1), language: None, fallback: Language::English };
        let terminal = assistant.reply(question, context);
        for answer in &terminal.answers {
            assert!(slash.content().contains(answer.text.trim()), "{question}: {} lacks {}", slash.content(), answer.text);
        }
        if let (true, Some(message)) = (terminal.answers.is_empty(), &terminal.message) {
            assert!(slash.content().contains(message.as_str()), "{question}: {} lacks {message}", slash.content());
        }
    }
}
