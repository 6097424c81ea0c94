//! The bot to compare with: serenity, and one reply that is always the same. What it costs is what connecting to Discord costs.

use serenity::all::{
    ClientBuilder, CommandInteraction, Context, CreateEmbed, CreateInteractionResponse, CreateInteractionResponseMessage, EventHandler, GatewayIntents,
    Interaction,
};
use serenity::async_trait;
use serenity::http::HttpBuilder;

/// Longest content of a message, in characters; what is over goes into an embed.
const CONTENT: usize = 2000;

struct Bare {
    /// Characters of the reply.
    size: usize,
}

impl Bare {
    async fn answer(&self, context: &Context, command: &CommandInteraction) {
        let content = "word ".repeat(self.size.min(CONTENT) / 5);
        let rest = "word ".repeat(self.size.saturating_sub(CONTENT) / 5);
        let mut message = CreateInteractionResponseMessage::new().content(content).ephemeral(true);
        if !rest.is_empty() {
            message = message.embed(CreateEmbed::new().description(rest));
        }
        // Whoever waits for it notices.
        let _ = command.create_response(context, CreateInteractionResponse::Message(message)).await;
    }
}

#[async_trait]
impl EventHandler for Bare {
    async fn interaction_create(&self, context: Context, interaction: Interaction) {
        if let Interaction::Command(command) = interaction {
            self.answer(&context, &command).await;
        }
    }
}

/// Runs until it is killed: on a server that speaks Discord's API, with replies of about so many characters.
pub fn run(api: &str, token: &str, size: usize) {
    // As `#[tokio::main]` makes it.
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("the system lets it run");
    runtime.block_on(async {
        let http = HttpBuilder::new(token).proxy(api).ratelimiter_disabled(true).build();
        let intents = GatewayIntents::GUILDS | GatewayIntents::GUILD_MESSAGES | GatewayIntents::DIRECT_MESSAGES;
        let building = ClientBuilder::new_with_http(http, intents).event_handler(Bare { size });
        building.await.expect("the address is one").start().await.expect("the server lets it connect");
    });
}
