//! What members meet: commands, menus, buttons, replies, places and languages.

use serde_json::{Value, json};
use strikebot::rehearsal::{How, Member, Reply};

use super::stage::{Bot, MILL, QUESTION, connected, patient};

/// The menu of a reply whose id begins so.
fn menu(reply: &Reply, id: &str) -> String {
    let ids = reply.components().into_iter().filter_map(|component| component["custom_id"].as_str().map(str::to_owned)).collect::<Vec<_>>();
    ids.iter().find(|written| written.starts_with(id)).cloned().unwrap_or_else(|| panic!("no {id}: {ids:?}"))
}

/// The button with a label.
fn button(reply: &Reply, label: &str) -> String {
    let found = reply.buttons().into_iter().find(|(written, _)| *written == label).map(|(_, id)| id.to_owned());
    found.unwrap_or_else(|| panic!("no button {label}: {:?}", reply.buttons()))
}

async fn asks(member: &Member, question: &str) -> Reply {
    member.slash("ask", json!({"question": question})).await.unwrap_or_else(|missed| panic!("{missed}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_is_completed_and_old_buttons_work_after_a_restart() {
    let (discord, bot, folder) = connected(patient()).await;
    let anna = discord.member("anna").speaking("es-ES");
    let offered = discord.member("ben").complete("ask", "question", "gats").await.unwrap();
    assert!(offered.choices().iter().any(|(name, _)| name.contains("gates")), "{:?}", offered.choices());
    let answer = asks(&anna, "¿Está abierta la tienda del molino?").await;
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
async fn the_board_the_topics_and_the_page_about_it_lead_on() {
    let (discord, _bot, _folder) = connected(patient()).await;
    let anna = discord.member("anna");
    let board = anna.slash("services", json!({})).await.unwrap();
    assert!(board.is_ephemeral() && board.content().contains("**limited** ◐ Are the mill gates open?"), "{}", board.content());
    assert!(board.content().contains("**closed** ○ Is the mill shop open?"), "{}", board.content());
    let chosen = anna.choose(&menu(&board, "entry:"), &["shop"], &board).await.unwrap();
    assert_eq!((chosen.how, chosen.id(), chosen.content().contains("shop is closed")), (How::Update, board.id(), true));

    let topics = anna.slash("topics", json!({})).await.unwrap();
    let id = menu(&topics, "topic:");
    let category = topics.components()[0]["options"][0]["value"].as_str().unwrap().to_owned();
    let topic = anna.choose(&id, &[&category], &topics).await.unwrap();
    assert!(topic.how == How::Update && topic.is_ephemeral(), "{topic:?}");
    let answer = anna.choose(&menu(&topic, "entry:"), &["pay"], &topic).await.unwrap();
    assert!(answer.content().contains("two more pennies"), "{}", answer.content());
    assert_eq!(anna.choose(&id, &["of another year"], &topics).await.unwrap().content(), "This topic is not here any more. These are the topics now:");

    let about = anna.slash("about", json!({})).await.unwrap();
    assert!(about.is_ephemeral() && about.content().contains("Your privacy"), "{}", about.content());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_of_someone_else_and_one_of_the_bots_are_answered() {
    let (discord, _bot, _folder) = connected(patient()).await;
    let anna = discord.member("anna");
    let about = anna.message_command("Answer this", QUESTION).await.unwrap();
    assert!(about.is_ephemeral() && about.content().contains("gate is open"), "{}", about.content());
    let mentioned = anna.mention(QUESTION).await.unwrap();
    assert!(!mentioned.is_ephemeral() && mentioned.content().contains("gate is open"), "{}", mentioned.content());
    let replied = discord.member("ben").replies_to(&mentioned, "What does the union ask for?").await.unwrap();
    assert!(replied.content().contains("two more pennies"), "{}", replied.content());
    let direct = anna.direct_message(QUESTION).await.unwrap();
    assert!(direct.content().starts_with("Hello! I answer questions about Mill strike"), "{}", direct.content());
    let again = anna.direct_message(QUESTION).await.unwrap();
    assert!(!again.content().contains("Hello!"), "{}", again.content());
}

#[tokio::test(flavor = "multi_thread")]
async fn buttons_offer_what_was_meant_what_belongs_to_it_and_the_other_language() {
    let (discord, _bot, _folder) = connected(patient()).await;
    let anna = discord.member("anna");
    let unsure = asks(&anna, "are they open").await;
    let meant = anna.press(&button(&unsure, "Is the mill shop open?"), &unsure).await.unwrap();
    assert_eq!((meant.how, meant.id(), meant.content().contains("shop is closed")), (How::Update, unsure.id(), true));
    let answer = asks(&anna, QUESTION).await;
    let related = anna.press(&button(&answer, "Is the mill shop open?"), &answer).await.unwrap();
    assert!(related.content().contains("shop is closed"), "{}", related.content());
    let answer = asks(&anna, QUESTION).await;
    let spanish = anna.press(&button(&answer, "En español"), &answer).await.unwrap();
    assert_eq!((spanish.how, spanish.content().contains("La entrada principal está abierta.")), (How::Update, true));
    let english = anna.press(&button(&spanish, "In English"), &spanish).await.unwrap();
    assert!(english.content().contains("The main gate is open."), "{}", english.content());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_for_the_channel_is_the_bots_and_names_nobody() {
    let (discord, _bot, _folder) = connected(patient()).await;
    let anna = discord.member("anna");
    let answer = asks(&anna, QUESTION).await;
    let before = discord.counts();
    let shown = anna.press(&button(&answer, "Show in the channel"), &answer).await.unwrap();
    assert_eq!((shown.how, shown.is_ephemeral(), shown.id()), (How::Update, true, answer.id()));
    assert!(!shown.buttons().iter().any(|(_, id)| id.starts_with("show:")), "it is shown already");
    discord.until("the copy is there", |now| now.requests >= before.requests + 2).await.unwrap();
    // As a message of the bot's own: one in answer to the press would carry who pressed.
    let sent = discord.sent();
    let copy = sent.last().unwrap();
    assert_eq!((copy.method.as_str(), copy.route.as_str(), copy.status), ("POST", "/channels/{channel}/messages", 200));
    let body = copy.body.to_string();
    assert!(body.contains("gate is open") && !body.contains("show:") && !body.contains("anna") && !body.contains(&anna.id()), "{body}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_button_whose_entry_is_gone_says_so() {
    let (discord, bot, folder) = connected(patient()).await;
    let anna = discord.member("anna");
    let answer = asks(&anna, QUESTION).await;
    let shop = button(&answer, "Is the mill shop open?");
    drop(bot);
    let (before, rest) = MILL.split_once("[[entries]]\nid = \"shop\"").unwrap();
    let (_, rest) = rest.split_once("[[entries]]").unwrap();
    std::fs::write(folder.path().join("later.toml"), format!("{before}[[entries]]{rest}").replace("related = [\"shop\"]\n", "")).unwrap();
    let connections = discord.counts().identified;
    let _bot = Bot::on(&discord, folder.path(), &["--knowledge", "later.toml", "--no-cache"], discord.token());
    discord.until("the bot is back", |now| now.identified > connections).await.unwrap();
    let gone = anna.press(&shop, &answer).await.unwrap();
    assert!(gone.is_ephemeral() && gone.content().starts_with("This answer is not here any more"), "{}", gone.content());
    let unknown = anna.press("of:another:bot", &answer).await.unwrap();
    assert!(unknown.content().starts_with("I no longer know this button."), "{}", unknown.content());
}

#[tokio::test(flavor = "multi_thread")]
async fn it_answers_wherever_an_app_may_be_used() {
    let (discord, _bot, _folder) = connected(patient()).await;
    let anna = discord.member("anna");
    for (member, place) in
        [(anna.clone().in_direct(), "its direct messages"), (anna.clone().elsewhere(), "another server"), (anna.clone().in_group(), "a group")]
    {
        let answer = asks(&member, QUESTION).await;
        assert!(answer.is_ephemeral() && answer.content().contains("gate is open"), "{place}: {}", answer.content());
        let related = member.press(&button(&answer, "Is the mill shop open?"), &answer).await.unwrap();
        assert!(related.content().contains("shop is closed"), "{place}: {}", related.content());
        // There it can't write by itself: the copy goes out in answer to the press.
        let mut pressed = member.press("show:en:gates", &answer);
        let (shown, copy) = (pressed.next().await.unwrap(), pressed.next().await.unwrap());
        assert_eq!((shown.how, copy.how, copy.is_ephemeral()), (How::Update, How::FollowUp, false), "{place}");
        assert!(copy.content().contains("gate is open"), "{place}: {}", copy.content());
        assert!(!member.complete("ask", "question", "gat").await.unwrap().choices().is_empty(), "{place}");
        assert!(member.message_command("Answer this", QUESTION).await.unwrap().content().contains("gate is open"), "{place}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn replies_are_in_the_language_of_the_question_else_of_the_members_discord() {
    let (discord, _bot, _folder) = connected(patient()).await;
    for locale in ["es-419", "es-ES"] {
        let anna = discord.member("anna").speaking(locale);
        assert!(asks(&anna, QUESTION).await.content().contains("The main gate is open."), "{locale}");
        assert!(asks(&anna, "¿Están abiertas las entradas del molino?").await.content().contains("La entrada principal está abierta."), "{locale}");
        let topics = anna.slash("topics", json!({})).await.unwrap();
        assert!(topics.content().starts_with("¿Sobre qué quiere saber?"), "{locale}: {}", topics.content());
        let board = anna.slash("services", json!({})).await.unwrap();
        assert!(board.content().contains("¿Están abiertas las entradas del molino?"), "{locale}: {}", board.content());
        assert!(anna.slash("about", json!({})).await.unwrap().content().contains("Su privacidad"), "{locale}");
        let offered = anna.complete("ask", "question", "entradas").await.unwrap();
        assert!(offered.choices().iter().any(|(name, _)| name.starts_with('¿')), "{locale}: {:?}", offered.choices());
    }
    let french = discord.member("ben").speaking("fr");
    assert!(french.slash("about", json!({})).await.unwrap().content().contains("Your privacy"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_none_of_its_business_is_not_answered() {
    let (discord, _bot, _folder) = connected(patient()).await;
    let (anna, other) = (discord.member("anna"), discord.other_bot("parrot"));
    let mut unanswered = [anna.says(QUESTION), other.mention(QUESTION), other.says(QUESTION), anna.posts_as_webhook(QUESTION), other.direct_message(QUESTION)];
    // What came before these is settled when they are.
    for _ in 0..3 {
        anna.mention(QUESTION).await.unwrap();
        anna.direct_message(QUESTION).await.unwrap();
    }
    assert!(unanswered.iter_mut().all(|exchange| exchange.so_far().is_empty()));
    let messages: Vec<Value> = discord.sent().into_iter().filter(|sent| sent.route == "/channels/{channel}/messages").map(|sent| sent.body).collect();
    assert_eq!(messages.len(), 6, "{messages:#?}");
}
