//! `strikebot bot` as an operator meets it before it is connected: what it says where something is missing or refused, and that it
//! stops when it is told to. The real program, against sockets of this machine that answer as Discord would.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use assert_cmd::cargo::cargo_bin;

const MILL: &str = include_str!("fixtures/mill.toml");

/// No token of anyone's; where it shows, the test fails.
const TOKEN: &str = "hush.hush.hush";

/// A folder with the small made-up knowledge in it.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("mill.toml"), MILL).unwrap();
    folder
}

/// Nothing of this machine's settings, and no server but the one that is named.
fn bot(folder: &tempfile::TempDir, arguments: &[&str]) -> Command {
    let mut command = Command::new(cargo_bin("strikebot"));
    command.current_dir(folder.path()).arg("bot").args(arguments).stdin(Stdio::null()).env_clear();
    command.env("DISCORD_TOKEN", TOKEN).env("STRIKEBOT_DISCORD_API", "http://127.0.0.1:1");
    command
}

fn told(Output { status, stdout, stderr }: Output) -> (Option<i32>, String, String) {
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let (out, err) = (text(stdout), text(stderr));
    assert!(!out.contains("hush") && !err.contains("hush"), "the token shows: {out}{err}");
    (status.code(), out, err)
}

/// A server that gives the same answer to each request; its address.
fn always(answer: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for connection in listener.incoming() {
            let mut connection = connection.unwrap();
            let mut lines = BufReader::new(connection.try_clone().unwrap()).lines();
            while lines.next().is_some_and(|line| line.is_ok_and(|line| !line.is_empty())) {}
            let _ = write!(connection, "HTTP/1.1 {answer}\r\nconnection: close\r\ncontent-length: 2\r\n\r\n{{}}");
        }
    });
    address
}

/// Sends SIGTERM.
fn terminate(child: &Child) {
    assert!(Command::new("kill").arg(child.id().to_string()).status().unwrap().success());
}

/// The first line of standard error that holds a text; all that was said if none does.
fn wait_for(child: &mut Child, text: &str) -> BufReader<std::process::ChildStderr> {
    let mut lines = BufReader::new(child.stderr.take().unwrap());
    let mut said = String::new();
    while !said.contains(text) {
        assert_ne!(lines.read_line(&mut said).unwrap(), 0, "it ended without saying {text:?}: {said}");
    }
    lines
}

#[test]
fn its_help_says_all_that_can_be_set() {
    let folder = folder();
    let (code, out, err) = told(bot(&folder, &["--help"]).output().unwrap());
    assert_eq!((code, err.as_str()), (Some(0), ""));
    insta::assert_snapshot!(out);
}

#[test]
fn what_cant_be_used_is_two_and_says_what_to_do() {
    let folder = folder();
    let path = folder.path().join("token");
    fs::write(&path, "two words\n").unwrap();
    for (arguments, token, cure) in [
        (&["--knowledge", "mill.toml"][..], None, "there is no token; copy it from https://discord.com/developers/applications"),
        (&["--knowledge", "mill.toml"], Some(("DISCORD_TOKEN", " ")), "what DISCORD_TOKEN holds is not a token"),
        (&["--knowledge", "mill.toml"], Some(("DISCORD_TOKEN_FILE", "/no/such/file")), "check the path in DISCORD_TOKEN_FILE"),
        (&["--knowledge", "mill.toml"], Some(("DISCORD_TOKEN_FILE", path.to_str().unwrap())), "what DISCORD_TOKEN_FILE holds is not a token"),
        (&["--knowledge", "nowhere.toml"], Some(("DISCORD_TOKEN", TOKEN)), "nowhere.toml: there is no such file or folder"),
        (&["--rate-limit", "many"], Some(("DISCORD_TOKEN", TOKEN)), "COUNT/SECONDS"),
        (&["--rate-limit", "0/10"], Some(("DISCORD_TOKEN", TOKEN)), "COUNT/SECONDS"),
        (&["--guild", "home"], Some(("DISCORD_TOKEN", TOKEN)), "Copy Server ID"),
        (&["--discord-api", "127.0.0.1:1"], Some(("DISCORD_TOKEN", TOKEN)), "http://127.0.0.1:8080"),
        (&["--today", "tomorrow"], Some(("DISCORD_TOKEN", TOKEN)), "2023-10-04"),
        (&["--log-format", "xml"], Some(("DISCORD_TOKEN", TOKEN)), "human, json"),
        (&["--log-level", "all"], Some(("DISCORD_TOKEN", TOKEN)), "error, warn, info, debug"),
    ] {
        let mut command = bot(&folder, arguments);
        command.env_remove("DISCORD_TOKEN").envs(token);
        let (code, out, err) = told(command.output().unwrap());
        assert_eq!((code, out.as_str()), (Some(2), ""), "{arguments:?}: {err}");
        assert!(err.contains(cure) && !err.contains("panicked"), "{arguments:?}: {err}");
    }
}

#[test]
fn a_refused_token_is_two_and_says_where_to_get_one() {
    let folder = folder();
    for (more, log) in [(&["--dry-run"][..], "error: "), (&[], "error: "), (&["--log-format", "json"], "\"level\":\"ERROR\"")] {
        let api = always("401 Unauthorized");
        let arguments = [&["--knowledge", "mill.toml", "--no-cache", "--discord-api", &api][..], more].concat();
        let (code, out, err) = told(bot(&folder, &arguments).output().unwrap());
        assert_eq!((code, out.as_str()), (Some(2), ""), "{err}");
        assert!(err.contains("Discord refuses the token") && err.contains("Reset Token") && err.contains(log), "{err}");
    }
}

#[test]
fn with_a_log_in_json_every_line_is_json() {
    let folder = folder();
    fs::write(folder.path().join("broken.toml"), MILL.replace("question =", "queston =")).unwrap();
    for (knowledge, token, text) in
        [("mill.toml", " ", "is not a token"), ("nowhere.toml", TOKEN, "there is no such file"), ("broken.toml", TOKEN, "the knowledge has errors")]
    {
        let mut command = bot(&folder, &["--knowledge", knowledge, "--log-format", "json"]);
        // A cache that can't be written is told too.
        command.env("DISCORD_TOKEN", token).env("XDG_CACHE_HOME", "/dev/null");
        let (code, out, err) = told(command.output().unwrap());
        assert_eq!((code, out.as_str()), (Some(2), ""), "{err}");
        let lines: Vec<serde_json::Value> = err.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert!(lines.iter().any(|line| line["message"].as_str().unwrap().contains(text)), "{err}");
        assert!(knowledge != "broken.toml" || lines.iter().any(|line| line["path"] == "broken.toml" && line["line"].is_u64()), "{err}");
    }
}

#[test]
fn any_other_refusal_and_a_dry_run_without_a_connection_are_two() {
    let folder = folder();
    for (api, why) in [(always("403 Forbidden"), "Discord answered 403"), ("http://127.0.0.1:1".to_owned(), "can't be reached")] {
        let arguments = ["--knowledge", "mill.toml", "--no-cache", "--dry-run", "--discord-api", &api];
        let (code, out, err) = told(bot(&folder, &arguments).output().unwrap());
        assert_eq!((code, out.as_str()), (Some(2), ""), "{err}");
        assert!(err.contains(why), "{err}");
    }
}

#[test]
fn told_to_stop_it_ends_in_time_whatever_it_is_doing() {
    let folder = folder();
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let unanswering = format!("http://{}", silent.local_addr().unwrap());
    for (api, once) in [("http://127.0.0.1:1".to_owned(), Some("can't be reached")), (always("500 Oops"), Some("can't be reached")), (unanswering, None)] {
        let mut command = bot(&folder, &["--knowledge", "mill.toml", "--no-cache", "--discord-api", &api]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // Kept open until it has ended: it may have more to say.
        let _open = match once {
            Some(text) => (Some(wait_for(&mut child, text)), None),
            None => (None, Some(silent.accept().unwrap())),
        };
        terminate(&child);
        let start = Instant::now();
        assert_eq!(child.wait().unwrap().code(), Some(0), "{api}");
        assert!(start.elapsed() < Duration::from_secs(5), "{api}");
    }
}
