use std::sync::Arc;
use std::time::Duration;

use serenity::all::EventHandler;
use tokio::net::TcpListener;
use tokio::time::timeout;

use super::{Gateway, Patience, Shards};
use crate::discord::Token;
use crate::discord::log::Signs;
use crate::discord::rest::{Rest, client, http};
use crate::discord::start::Sessions;

struct Deaf;
impl EventHandler for Deaf {}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_takes_a_connection_and_says_nothing_is_left_and_tried_again() {
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let api = "http://127.0.0.1:1".parse().unwrap();
    let token = Token::from_environment(|_| Some("hush".into())).unwrap();
    let client = client(Some(&api)).unwrap();
    let rest = Arc::new(Rest::new(&token, Some(&api), client.clone()));
    let gateway = Gateway { url: format!("ws://{}", silent.local_addr().unwrap()), shards: 1, session_start_limit: Sessions::default() };
    let patience = Patience { opening: Duration::from_millis(50), ..Patience::default() };
    let shards = Arc::new(Shards::new(rest, http(&token, Some(&api), client), Arc::new(Deaf), &gateway, patience).unwrap());
    let refused = shards.begin(Arc::new(Signs::default())).unwrap();
    // Kept open, and never answered.
    let mut open = Vec::new();
    for _ in 0..2 {
        open.push(timeout(Duration::from_secs(30), silent.accept()).await.unwrap().unwrap());
    }
    // Even then it ends when it is told to.
    timeout(Duration::from_secs(5), shards.end()).await.unwrap();
    assert!(timeout(Duration::from_millis(1), refused).await.is_err(), "nothing was refused");
}
