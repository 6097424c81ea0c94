//! The small Discord and the program on it. Whatever a test does, at its end all that the bot sent is held against the rules in
//! [`super::bodies`]: a [`Stage`] is the only way to a Discord here.

use std::fs::{self, File};
use std::ops::Deref;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use assert_cmd::cargo::cargo_bin;
use serde_json::json;
use strikebot::assistant::Assistant;
use strikebot::knowledge::{SourceFile, parse};
use strikebot::matching::Index;
use strikebot::rehearsal::{Failure, Handle, Options, Rehearsal};
use tempfile::TempDir;

use super::bodies::hold_all;

pub const MILL: &str = include_str!("../fixtures/mill.toml");
pub const QUESTION: &str = "Are the mill gates open?";

/// Who sends SIGTERM waits so long.
const AT_MOST: Duration = Duration::from_secs(5);

/// As patient as a slow machine needs that does other things beside: what is tested is what comes, not how soon. serenity waits five
/// seconds before it identifies anew.
pub fn patient() -> Options {
    Options { patience: Duration::from_secs(60), answer_within: Duration::from_secs(30), ..Options::default() }
}

/// The small Discord.
pub struct Stage {
    discord: Handle,
    /// Route and status.
    provoked: Mutex<Vec<(String, u16)>>,
}

impl Deref for Stage {
    type Target = Handle;

    fn deref(&self) -> &Handle {
        &self.discord
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        if !thread::panicking() {
            let provoked = self.provoked.lock().unwrap();
            hold_all(&self.discord, |sent| provoked.contains(&(format!("{} {}", sent.method, sent.route), sent.status)));
        }
    }
}

impl Stage {
    pub async fn start(options: Options) -> Self {
        Self { discord: Rehearsal::start(options).await.unwrap(), provoked: Mutex::default() }
    }

    /// The next requests on a route fail, and may.
    pub fn provoke(&self, route: &str, times: u32, failure: Failure) {
        let status = match failure {
            Failure::Status(status) => status,
            Failure::RateLimited { .. } => 429,
            Failure::NoAnswer | Failure::Silence => 0,
        };
        self.may_refuse(route, status);
        self.discord.fail(route, times, failure);
    }

    /// Requests on a route may be refused so.
    pub fn may_refuse(&self, route: &str, status: u16) {
        self.provoked.lock().unwrap().push((route.to_owned(), status));
    }

    /// Somebody asks, and is answered: after whatever has happened.
    pub async fn answers(&self, after: &str) {
        let reply = self.member("somebody else").slash("ask", json!({"question": QUESTION})).await;
        let reply = reply.unwrap_or_else(|missed| panic!("{after}: {missed}"));
        assert!(reply.content().contains("gate"), "{after}: {}", reply.content());
    }

    /// Until the bot is connected and has registered its commands.
    pub async fn is_ready(&self) {
        self.registered("ask").await.unwrap_or_else(|missed| panic!("{missed}"));
    }
}

/// The program, stopped when the test ends however it ends.
pub struct Bot(Child);

impl Drop for Bot {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Bot {
    /// With the small knowledge and no limit on how often one may ask.
    pub fn start(discord: &Handle, folder: &TempDir) -> Self {
        Self::with(discord, folder, &["--rate-limit", "off"])
    }

    /// With other arguments beside the small knowledge. What it says goes to the file `log`.
    pub fn with(discord: &Handle, folder: &TempDir, arguments: &[&str]) -> Self {
        fs::write(folder.path().join("mill.toml"), MILL).unwrap();
        Self::on(discord, folder.path(), &[&["--knowledge", "mill.toml", "--no-cache"], arguments].concat(), discord.token())
    }

    /// In a folder, with these arguments and a token.
    pub fn on(discord: &Handle, folder: &Path, arguments: &[&str], token: &str) -> Self {
        let log = File::options().create(true).append(true).open(folder.join("log")).unwrap();
        let mut command = Command::new(cargo_bin("strikebot"));
        command.current_dir(folder).arg("bot").args(arguments).args(["--discord-api", &discord.api_url()]);
        command.env_clear().env("DISCORD_TOKEN", token).stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
        Self(command.spawn().unwrap())
    }

    /// Sends a signal: `TERM`, `INT`.
    pub fn signal(&self, name: &str) {
        assert!(Command::new("kill").args(["-s", name, &self.0.id().to_string()]).status().unwrap().success());
    }

    /// Its exit code.
    pub async fn code(mut self) -> Option<i32> {
        tokio::task::spawn_blocking(move || self.0.wait().unwrap().code()).await.unwrap()
    }

    /// Sends a signal, after which it must end well and in time.
    pub async fn ends(self, signal: &str, when: &str) {
        let began = Instant::now();
        self.signal(signal);
        let code = self.code().await;
        assert_eq!((code, began.elapsed() < AT_MOST), (Some(0), true), "{when}: {:?}", began.elapsed());
    }
}

/// What the program said.
pub fn log(folder: &TempDir) -> String {
    fs::read_to_string(folder.path().join("log")).unwrap()
}

/// The program, connected.
pub async fn connected(options: Options) -> (Stage, Bot, TempDir) {
    connected_with(options, &["--rate-limit", "off"]).await
}

/// The same with other arguments.
pub async fn connected_with(options: Options, arguments: &[&str]) -> (Stage, Bot, TempDir) {
    let discord = Stage::start(options).await;
    let folder = tempfile::tempdir().unwrap();
    let bot = Bot::with(&discord, &folder, arguments);
    discord.is_ready().await;
    (discord, bot, folder)
}

/// The façade on the same knowledge.
pub fn assistant() -> Assistant {
    let knowledge = parse(vec![SourceFile { path: "mill.toml".to_owned(), text: MILL.to_owned() }]).knowledge.unwrap();
    let index = Index::build(&knowledge);
    Assistant::new(knowledge, index)
}
