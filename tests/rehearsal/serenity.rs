//! serenity as it is, with an address and nothing else changed, answers everything.

use std::time::Duration;

use serde_json::json;
use serenity::all::{
    AutocompleteChoice, ClientBuilder, Command, CommandOptionType, CommandType, Context, CreateActionRow, CreateAutocompleteResponse, CreateButton,
    CreateCommand, CreateCommandOption, CreateInteractionResponse, CreateInteractionResponseFollowup, CreateInteractionResponseMessage,
    EditInteractionResponse, EventHandler, GatewayIntents, HttpBuilder, Interaction, Message, Ready, async_trait,
};
use strikebot::rehearsal::{Failure, Handle, How, Options, Rehearsal};
use tokio::task::JoinHandle;

/// Says the same to all.
struct Fixed;

#[async_trait]
impl EventHandler for Fixed {
    async fn ready(&self, context: Context, _: Ready) {
        let question = CreateCommandOption::new(CommandOptionType::String, "question", "What?").required(true).set_autocomplete(true);
        let commands = vec![
            CreateCommand::new("ask").description("Asks").add_option(question),
            CreateCommand::new("slow").description("Asks, and waits"),
            CreateCommand::new("Answer this").kind(CommandType::Message),
        ];
        Command::set_global_commands(&context.http, commands).await.unwrap();
    }

    async fn message(&self, context: Context, message: Message) {
        if !message.author.bot && !message.content.is_empty() {
            message.reply(&context.http, format!("fixed: {}", message.content)).await.unwrap();
        }
    }

    async fn interaction_create(&self, context: Context, interaction: Interaction) {
        let button = || CreateActionRow::Buttons(vec![CreateButton::new("more").label("More")]);
        let message = |text: &str| CreateInteractionResponseMessage::new().content(text).ephemeral(true).components(vec![button()]);
        match interaction {
            Interaction::Command(command) if command.data.name == "slow" => {
                command.defer_ephemeral(&context.http).await.unwrap();
                command.edit_response(&context.http, EditInteractionResponse::new().content("at last")).await.unwrap();
                command.create_followup(&context.http, CreateInteractionResponseFollowup::new().content("and more")).await.unwrap();
            }
            Interaction::Command(command) => {
                let text = command.data.resolved.messages.values().next().map_or("fixed".to_owned(), |message| format!("about: {}", message.content));
                command.create_response(&context.http, CreateInteractionResponse::Message(message(&text))).await.unwrap();
            }
            Interaction::Component(component) => {
                component.create_response(&context.http, CreateInteractionResponse::UpdateMessage(message("changed"))).await.unwrap();
            }
            Interaction::Autocomplete(typed) => {
                let choices = vec![AutocompleteChoice::new("Are pharmacies open?", "pharmacies")];
                let response = CreateInteractionResponse::Autocomplete(CreateAutocompleteResponse::new().set_choices(choices));
                typed.create_response(&context.http, response).await.unwrap();
            }
            _ => {}
        }
    }
}

async fn start(options: Options) -> (Handle, JoinHandle<serenity::Result<()>>) {
    let discord = Rehearsal::start(Options { patience: Duration::from_secs(20), ..options }).await.unwrap();
    let http = HttpBuilder::new(discord.token()).proxy(discord.api_url()).ratelimiter_disabled(true).build();
    let intents = GatewayIntents::GUILDS | GatewayIntents::GUILD_MESSAGES | GatewayIntents::DIRECT_MESSAGES;
    let mut client = ClientBuilder::new_with_http(http, intents).event_handler(Fixed).await.unwrap();
    let running = tokio::spawn(async move { client.start_autosharded().await });
    discord.registered("ask").await.unwrap();
    (discord, running)
}

/// Everything that a member can do is answered.
async fn answers_everything(discord: &Handle) {
    let anna = discord.member("anna").speaking("es-ES");
    let reply = anna.slash("ask", json!({"question": "Are pharmacies open?"})).await.unwrap();
    assert_eq!((reply.how, reply.content(), reply.is_ephemeral(), reply.buttons()), (How::Callback, "fixed", true, vec![("More", "more")]));
    let changed = anna.press("more", &reply).await.unwrap();
    assert_eq!((changed.how, changed.content(), changed.id()), (How::Update, "changed", reply.id()));
    assert_eq!(anna.complete("ask", "question", "are ph").await.unwrap().choices(), [("Are pharmacies open?", "pharmacies")]);
    assert_eq!(anna.message_command("Answer this", "labs?").await.unwrap().content(), "about: labs?");
    assert_eq!(anna.clone().in_direct().slash("ask", json!({"question": "q"})).await.unwrap().content(), "fixed");

    let mut slow = anna.slash("slow", json!({}));
    let replies = [slow.next().await.unwrap(), slow.next().await.unwrap(), slow.next().await.unwrap()];
    assert_eq!(replies.each_ref().map(|reply| reply.how), [How::Deferred, How::Edit, How::FollowUp]);
    assert_eq!((replies[1].content(), replies[1].is_ephemeral(), replies[2].content()), ("at last", true, "and more"));

    let mut unread = anna.says("nothing for a bot");
    assert_eq!(anna.direct_message("hello").await.unwrap().content(), "fixed: hello");
    let mentioned = anna.mention("hello").await.unwrap();
    assert!(mentioned.content().ends_with("> hello"), "{mentioned:?}");
    assert_eq!(anna.replies_to(&mentioned, "thanks").await.unwrap().content(), "fixed: thanks");
    assert!(unread.so_far().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn serenity_connects_and_answers_everything() {
    let (discord, running) = start(Options::default()).await;
    answers_everything(&discord).await;
    assert!(discord.requests().iter().all(|sent| sent.status < 300), "{:?}", discord.requests());
    assert_eq!(discord.commands().len(), 3);
    running.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn serenity_comes_back_and_takes_up_its_session() {
    let (discord, running) = start(Options::default()).await;
    let faults: [(&str, &dyn Fn()); 4] = [
        ("told to reconnect", &|| discord.reconnect()),
        ("cut off", &|| discord.cut()),
        ("closed with 4000", &|| discord.close(Some(4000))),
        ("told that its session is invalid, resumably", &|| discord.invalidate(true)),
    ];
    for (n, (name, fault)) in faults.iter().enumerate() {
        fault();
        // Asked while it is away: replayed.
        let reply = discord.member("ben").slash("ask", json!({"question": "q"})).await;
        assert_eq!(reply.map(|reply| reply.content().to_owned()).map_err(|missed| missed.to_string()), Ok("fixed".to_owned()), "{name}");
        assert_eq!((discord.counts().identified, discord.counts().resumed), (1, n as u64 + 1), "{name}");
    }
    running.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn serenity_identifies_anew_where_its_session_is_gone() {
    let (discord, running) = start(Options::default()).await;
    let faults: [&dyn Fn(); 2] = [&|| discord.invalidate(false), &|| discord.close(Some(4009))];
    for (n, fault) in faults.iter().enumerate() {
        fault();
        discord.until("another session", |counts| counts.identified == n as u64 + 2 && counts.live == 1).await.unwrap();
        answers_everything(&discord).await;
    }
    running.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn serenity_reads_events_of_the_future_and_outlives_what_it_cannot_read() {
    let (discord, running) = start(Options::default()).await;
    discord.be_strange(true);
    discord.event("UNHEARD_OF", &json!({"a": 1}));
    discord.event("MESSAGE_CREATE", &json!({"id": "not whole"}));
    discord.frame("{not json");
    answers_everything(&discord).await;
    running.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failing_route_is_an_error_and_then_is_not() {
    let discord = Rehearsal::start(Options::default()).await.unwrap();
    let http = HttpBuilder::new(discord.token()).proxy(discord.api_url()).ratelimiter_disabled(true).build();
    discord.fail("GET /gateway/bot", 1, Failure::Status(502));
    assert!(http.get_bot_gateway().await.is_err());
    assert_eq!(http.get_bot_gateway().await.unwrap().shards, 1);
    assert_eq!(http.get_current_user().await.unwrap().name, "rehearsal-bot");
    assert_eq!(http.get_current_application_info().await.unwrap().id.get(), 1_100_000_000_000_000_001);
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_questions_in_flight_lose_no_reply() {
    let (discord, running) = start(Options { answer_within: Duration::from_secs(60), ..Options::default() }).await;
    let members: Vec<_> = (0..100).map(|n| discord.member(&format!("member{n}"))).collect();
    let asked: Vec<_> = (0..10_000).map(|n| members[n % members.len()].slash("ask", json!({"question": n.to_string()}))).collect();
    for exchange in asked {
        assert_eq!(exchange.within(Duration::from_secs(60)).await.unwrap().content(), "fixed");
    }
    running.abort();
}
