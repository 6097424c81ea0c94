//! The real program on a Discord of this machine: what is asked is answered the same everywhere, nothing pings, and whatever the
//! connection suffers, the next question is answered.

#![cfg(all(unix, feature = "rehearsal"))]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops at what it did not expect")]

mod faults;
mod wire;

use std::fs;
use std::process::{Child, Command, Stdio};

use assert_cmd::cargo::cargo_bin;
use jiff::civil::date;
use serde_json::{Value, json};
use strikebot::assistant::{Assistant, Context};
use strikebot::knowledge::{SourceFile, parse};
use strikebot::matching::Index;
use strikebot::rehearsal::{Handle, Options, Rehearsal, Reply};
use strikebot::text::Language;

const MILL: &str = include_str!("../fixtures/mill.toml");

/// Asked everywhere: answered, corrected by nobody, unknown, too little, in Spanish, and a danger.
const QUESTIONS: [&str; 6] = [
    "Are the mill gates open?",
    "are the mill gates open",
    "who is the king of France",
    "?",
    "¿Está abierta la tienda del molino?",
    "my friend is not breathing",
];

/// The program, stopped when the test ends however it ends.
struct Bot(Child);

impl Drop for Bot {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Bot {
    fn start(discord: &Handle, folder: &tempfile::TempDir) -> Self {
        fs::write(folder.path().join("mill.toml"), MILL).unwrap();
        let mut command = Command::new(cargo_bin("strikebot"));
        command.current_dir(folder.path()).args(["bot", "--knowledge", "mill.toml", "--no-cache", "--rate-limit", "off", "--discord-api", &discord.api_url()]);
        command.env_clear().env("DISCORD_TOKEN", discord.token()).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        Self(command.spawn().unwrap())
    }
}

async fn connected(options: Options) -> (Handle, Bot, tempfile::TempDir) {
    let discord = Rehearsal::start(options).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let bot = Bot::start(&discord, &folder);
    discord.ready().await.unwrap();
    discord.registered("ask").await.unwrap();
    (discord, bot, folder)
}

fn assistant() -> Assistant {
    let knowledge = parse(vec![SourceFile { path: "mill.toml".to_owned(), text: MILL.to_owned() }]).knowledge.unwrap();
    let index = Index::build(&knowledge);
    Assistant::new(knowledge, index)
}

/// What a member reads: the text, the boxes below it, and the labels of what is offered.
fn read(reply: &Reply) -> (String, Vec<Value>) {
    (reply.content().to_owned(), reply.embeds().to_vec())
}

#[tokio::test(flavor = "multi_thread")]
async fn one_question_has_one_answer_wherever_it_is_asked() {
    let (discord, _bot, _folder) = connected(Options::default()).await;
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
    for sent in discord.sent() {
        if let Some(allowed) = sent.body.pointer("/data/allowed_mentions").or_else(|| sent.body.get("allowed_mentions")) {
            assert_eq!(allowed.get("parse"), Some(&json!([])), "{sent:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_is_completed_and_old_buttons_work_after_a_restart() {
    let (discord, bot, folder) = connected(Options::default()).await;
    let anna = discord.member("anna").speaking("es-ES");
    let offered = discord.member("ben").complete("ask", "question", "gats").await.unwrap();
    assert!(offered.choices().iter().any(|(name, _)| name.contains("gates")), "{:?}", offered.choices());
    let answer = anna.slash("ask", json!({"question": "¿Está abierta la tienda del molino?"})).await.unwrap();
    let buttons: Vec<(String, String)> = answer.buttons().iter().map(|(label, id)| ((*label).to_owned(), (*id).to_owned())).collect();
    assert!(!buttons.is_empty(), "{}", answer.message);
    drop(bot);
    let before = discord.counts();
    let _bot = Bot::start(&discord, &folder);
    discord.until("the bot is back", |now| now.identified > before.identified).await.unwrap();
    for (label, id) in buttons {
        let pressed = anna.press(&id, &answer).await.unwrap();
        assert!(!pressed.content().is_empty(), "{label}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_terminated_bot_ends_well() {
    let (discord, mut bot, _folder) = connected(Options::default()).await;
    let asked = discord.member("anna").slash("ask", json!({"question": "Are the mill gates open?"}));
    asked.await.unwrap();
    assert!(Command::new("kill").args(["-TERM", &bot.0.id().to_string()]).status().unwrap().success());
    let status = tokio::task::spawn_blocking(move || bot.0.wait()).await.unwrap().unwrap();
    assert_eq!(status.code(), Some(0));
}
