//! The two bots as programs of their own, each with a small Discord of its own.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::json;
use strikebot::rehearsal::{Handle, Options, Rehearsal};

/// Which bot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `strikebot bot`, with the knowledge of the repository and a cache in this folder.
    Ours,
    /// The bare one, with replies of so many characters.
    Bare(usize),
}

/// A bot that runs, and its Discord.
pub struct Bot {
    child: Child,
    /// Where it is connected.
    pub discord: Handle,
    /// From the start of the process until it was connected and ready.
    pub started_in: Duration,
}

impl Drop for Bot {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Bot {
    /// Starts one and waits until it is ready.
    pub async fn start(kind: Kind, cache: &Path) -> Self {
        let ask = json!({"name": "ask", "type": 1, "description": "Ask", "options": [{"name": "question", "type": 3, "description": "It", "required": true}]});
        let commands = if kind == Kind::Ours { Vec::new() } else { vec![ask] };
        let options = Options { commands, patience: Duration::from_secs(30), ..Options::default() };
        let discord = Rehearsal::start(options).await.expect("there is a free port");
        let mut command = command(kind, &discord, cache);
        let began = Instant::now();
        let child = command.spawn().expect("the program is there");
        discord.ready().await.expect("it connects");
        let started_in = began.elapsed();
        let bot = Self { child, discord, started_in };
        bot.discord.registered("ask").await.expect("it has its commands");
        bot
    }

    /// Resident memory, in bytes. Source: `proc_pid_status(5)`.
    pub fn resident(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).expect("Linux tells it while the process runs") * 1024
    }
}

fn command(kind: Kind, discord: &Handle, cache: &Path) -> Command {
    let api = discord.api_url();
    let mut command = match kind {
        Kind::Ours => {
            let mut command = Command::new(env!("CARGO_BIN_EXE_strikebot"));
            command.args(["bot", "--rate-limit", "off", "--log-level", "error", "--knowledge"]).arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("knowledge"));
            command.arg("--discord-api").arg(api);
            command
        }
        Kind::Bare(size) => {
            let mut command = Command::new(std::env::current_exe().expect("the system knows it"));
            command.args([super::BARE, &api, discord.token(), &size.to_string()]);
            command
        }
    };
    command.env_clear().env("DISCORD_TOKEN", discord.token()).env("XDG_CACHE_HOME", cache);
    command.stdin(Stdio::null()).stdout(Stdio::null());
    command
}
