//! The paths of the REST API that a bot such as ours has a use for. Every other path is unknown here.

/// What a path means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Route<'a> {
    Gateway,
    GatewayBot,
    Me,
    Application,
    User(&'a str),
    OpenDirect,
    Guild(&'a str),
    Channel(&'a str),
    Typing(&'a str),
    Messages(&'a str),
    Message { channel: &'a str, message: &'a str },
    Commands { application: &'a str, guild: Option<&'a str> },
    Command { application: &'a str, guild: Option<&'a str>, command: &'a str },
    Callback { interaction: &'a str, token: &'a str },
    FollowUps { application: &'a str, token: &'a str },
    FollowUp { application: &'a str, token: &'a str, message: &'a str },
}

impl<'a> Route<'a> {
    /// Reads a path without its query. `None` where it is none of ours, or not of version 10.
    pub fn of(path: &'a str) -> Option<Self> {
        let steps: Vec<&str> = path.strip_prefix("/api/v10/")?.split('/').collect();
        Some(match *steps.as_slice() {
            ["gateway"] => Self::Gateway,
            ["gateway", "bot"] => Self::GatewayBot,
            ["users", "@me"] => Self::Me,
            ["oauth2", "applications", "@me"] | ["applications", "@me"] => Self::Application,
            ["users", "@me", "channels"] => Self::OpenDirect,
            ["users", id] => Self::User(id),
            ["guilds", id] => Self::Guild(id),
            ["channels", id] => Self::Channel(id),
            ["channels", id, "typing"] => Self::Typing(id),
            ["channels", id, "messages"] => Self::Messages(id),
            ["channels", channel, "messages", message] => Self::Message { channel, message },
            ["applications", application, "commands"] => Self::Commands { application, guild: None },
            ["applications", application, "guilds", guild, "commands"] => Self::Commands { application, guild: Some(guild) },
            ["applications", application, "commands", command] => Self::Command { application, guild: None, command },
            ["applications", application, "guilds", guild, "commands", command] => Self::Command { application, guild: Some(guild), command },
            ["interactions", interaction, token, "callback"] => Self::Callback { interaction, token },
            ["webhooks", application, token] => Self::FollowUps { application, token },
            ["webhooks", application, token, "messages", message] => Self::FollowUp { application, token, message },
            _ => return None,
        })
    }

    /// The path with its parts named instead of given.
    pub fn template(self) -> &'static str {
        match self {
            Self::Gateway => "/gateway",
            Self::GatewayBot => "/gateway/bot",
            Self::Me => "/users/@me",
            Self::Application => "/applications/@me",
            Self::OpenDirect => "/users/@me/channels",
            Self::User(_) => "/users/{user}",
            Self::Guild(_) => "/guilds/{guild}",
            Self::Channel(_) => "/channels/{channel}",
            Self::Typing(_) => "/channels/{channel}/typing",
            Self::Messages(_) => "/channels/{channel}/messages",
            Self::Message { .. } => "/channels/{channel}/messages/{message}",
            Self::Commands { guild: None, .. } => "/applications/{application}/commands",
            Self::Commands { guild: Some(_), .. } => "/applications/{application}/guilds/{guild}/commands",
            Self::Command { guild: None, .. } => "/applications/{application}/commands/{command}",
            Self::Command { guild: Some(_), .. } => "/applications/{application}/guilds/{guild}/commands/{command}",
            Self::Callback { .. } => "/interactions/{interaction}/{token}/callback",
            Self::FollowUps { .. } => "/webhooks/{application}/{token}",
            Self::FollowUp { .. } => "/webhooks/{application}/{token}/messages/{message}",
        }
    }

    /// The channel, server or webhook that has a limit of its own. Source: Discord, Rate Limits (top-level resources).
    pub fn top_level(self) -> &'a str {
        match self {
            Self::Channel(id)
            | Self::Typing(id)
            | Self::Messages(id)
            | Self::Message { channel: id, .. }
            | Self::Guild(id)
            | Self::Commands { guild: Some(id), .. }
            | Self::Command { guild: Some(id), .. } => id,
            Self::FollowUps { token, .. } | Self::FollowUp { token, .. } => token,
            _ => "",
        }
    }

    /// Whether the token in the path is enough, without the bot's own.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Gateway | Self::Callback { .. } | Self::FollowUps { .. } | Self::FollowUp { .. })
    }
}

#[cfg(test)]
mod tests {
    use super::Route;

    #[test]
    fn a_path_is_read_and_named() {
        for (path, template) in [
            ("/api/v10/gateway/bot", Some("/gateway/bot")),
            ("/api/v10/oauth2/applications/@me", Some("/applications/@me")),
            ("/api/v10/applications/@me", Some("/applications/@me")),
            ("/api/v10/users/@me", Some("/users/@me")),
            ("/api/v10/channels/1/messages/2", Some("/channels/{channel}/messages/{message}")),
            ("/api/v10/webhooks/1/t/messages/@original", Some("/webhooks/{application}/{token}/messages/{message}")),
            ("/api/v10/interactions/1/t/callback", Some("/interactions/{interaction}/{token}/callback")),
            ("/api/v10/applications/1/guilds/2/commands", Some("/applications/{application}/guilds/{guild}/commands")),
            ("/api/v9/gateway", None),
            ("/api/v10/nothing", None),
            ("/", None),
        ] {
            assert_eq!(Route::of(path).map(Route::template), template, "{path}");
        }
    }
}
