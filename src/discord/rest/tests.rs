//! Sends what fails again, gives up what is late, and never tells an address.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::thread::{JoinHandle, spawn};
use std::time::Duration;

use reqwest::Url;
use serenity::all::{ChannelId, InteractionId, LightMethod, Route};
use tokio::time::Instant;

use super::{Fault, Lane, Rest, Terms, client};
use crate::discord::Token;

/// A server that gives these answers, one to each request; what it was asked, once it has given all.
fn server(answers: &'static [(&'static str, &'static str)]) -> (Url, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let api = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
    let asked = spawn(move || {
        let answer = |(status, body): &(&str, &str)| {
            let (mut connection, _) = listener.accept().unwrap();
            let mut reader = BufReader::new(connection.try_clone().unwrap());
            let (mut line, mut head) = (String::new(), String::new());
            while reader.read_line(&mut line).unwrap() > 2 {
                head.push_str(&std::mem::take(&mut line));
            }
            let length = head.to_lowercase().split("content-length: ").nth(1).and_then(|rest| rest.lines().next()?.parse().ok()).unwrap_or(0);
            let mut sent = vec![0; length];
            reader.read_exact(&mut sent).unwrap();
            write!(connection, "HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}", body.len()).unwrap();
            format!("{} {}", head.lines().next().unwrap_or_default(), String::from_utf8(sent).unwrap())
        };
        answers.iter().map(answer).collect()
    });
    (api, asked)
}

fn terms(lane: Lane, time: Duration) -> Terms<'static> {
    Terms { lane, deadline: Instant::now() + time, name: "" }
}

async fn ask(answers: &'static [(&'static str, &'static str)], time: Duration) -> (Result<Vec<u8>, Fault>, Option<Vec<String>>) {
    let (api, asked) = server(answers);
    let token = Token::from_environment(|_| Some("hush".into())).unwrap();
    let rest = Rest::new(&token, Some(&api), client(Some(&api)).unwrap());
    let route = Route::InteractionResponse { interaction_id: InteractionId::new(7), token: "secret" };
    let answered = rest.ask(LightMethod::Post, route, Some(b"{}".to_vec()), terms(Lane::Urgent, time)).await;
    (answered, asked.is_finished().then(|| asked.join().unwrap()))
}

#[tokio::test]
async fn what_must_wait_or_fails_is_sent_again_and_what_is_refused_is_not() {
    const LIMITED: (&str, &str) = ("429 Too Many Requests", r#"{"retry_after": 0.02, "global": false}"#);
    const LIMITED_ALL: (&str, &str) = ("429 Too Many Requests", r#"{"retry_after": 0.02, "global": true}"#);
    let long = Duration::from_secs(8);
    for (answers, refused) in [
        (&[("204 No Content", "")][..], None),
        (&[LIMITED, LIMITED_ALL, LIMITED, ("200 OK", "{}")], None),
        (&[("500 Oops", "oops"), ("200 OK", "{}")], None),
        (&[("502 Oops", ""), ("400 Bad Request", r#"{"code": 40060, "message": "acknowledged"}"#)], None),
        (&[("400 Bad Request", r#"{"code": 40060}"#)], Some((400, Some(40060)))),
        (&[("404 Not Found", r#"{"code": 10062}"#)], Some((404, Some(10062)))),
        (&[("503 Oops", ""), ("503 Oops", ""), ("503 Oops", "")], Some((503, None))),
    ] {
        let (answered, asked) = ask(answers, long).await;
        match (answered, refused) {
            (Ok(_), None) => (),
            (Err(Fault::Refused { status, code }), Some(refused)) => assert_eq!((status, code), refused),
            (answered, _) => panic!("{answers:?}: {answered:?}"),
        }
        let expected = vec!["POST /api/v10/interactions/7/secret/callback HTTP/1.1 {}".to_owned(); answers.len()];
        assert!(asked.is_none_or(|asked| asked == expected), "{answers:?}");
    }
}

#[tokio::test]
async fn what_would_come_too_late_is_not_waited_for() {
    let (answered, _) = ask(&[("429 Too Many Requests", r#"{"retry_after": 30.0}"#)], Duration::from_secs(5)).await;
    assert!(matches!(answered, Err(Fault::Limited)), "{answered:?}");
}

#[tokio::test]
async fn no_error_holds_an_address() {
    let token = Token::from_environment(|_| Some("hush".into())).unwrap();
    let api: Url = "http://127.0.0.1:1".parse().unwrap();
    let rest = Rest::new(&token, Some(&api), client(Some(&api)).unwrap());
    let route = Route::InteractionResponse { interaction_id: InteractionId::new(7), token: "secret" };
    let fault = rest.ask(LightMethod::Post, route, None, terms(Lane::Patient, Duration::from_secs(8))).await.unwrap_err();
    let told = format!("{fault} {fault:?} {rest:?}");
    assert!(!told.contains("secret") && !told.contains("hush") && fault.may_pass(), "{told}");
}

#[tokio::test]
async fn a_limit_of_the_whole_bot_holds_back_no_first_reply_and_one_before_discord_holds_back_all() {
    const COUNTED: &str = r#"{"retry_after": 30.0, "global": true}"#;
    for (said, expected) in [(COUNTED, 2), ("<html>error code: 1015</html>", 1)] {
        let answers: &'static [_] =
            if said == COUNTED { &[("429 Too Many", COUNTED), ("204 No Content", "")] } else { &[("429 Too Many\r\nretry-after: 30", "<html>")] };
        let (api, asked) = server(answers);
        let token = Token::from_environment(|_| Some("hush".into())).unwrap();
        let rest = Rest::new(&token, Some(&api), client(Some(&api)).unwrap());
        let message = Route::ChannelMessages { channel_id: ChannelId::new(5) };
        let refused = rest.ask(LightMethod::Post, message, None, terms(Lane::Patient, Duration::from_secs(5))).await;
        assert!(matches!(refused, Err(Fault::Limited)), "{refused:?}");
        let reply = Route::InteractionResponse { interaction_id: InteractionId::new(7), token: "secret" };
        let replied = rest.ask(LightMethod::Post, reply, None, terms(Lane::Urgent, Duration::from_secs(3))).await;
        assert_eq!(replied.is_ok(), expected == 2, "{said}: {replied:?}");
        assert_eq!(asked.join().unwrap().len(), expected, "{said}");
    }
}
