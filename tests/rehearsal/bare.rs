//! A bot made of a socket and nothing else.

use std::collections::VecDeque;
use std::io::Read;

use flate2::{Decompress, FlushDecompress, read::ZlibDecoder};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use strikebot::rehearsal::Handle;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{WebSocketStream, client_async};

/// GUILDS, `GUILD_MESSAGES`, `DIRECT_MESSAGES`.
pub const INTENTS: u64 = 1 | 1 << 9 | 1 << 12;

/// An answer of the REST API.
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Value,
}

impl Answer {
    pub fn code(&self) -> u64 {
        self.body.get("code").and_then(Value::as_u64).unwrap_or_default()
    }
}

/// Makes a request with the bot's token.
pub async fn rest(discord: &Handle, method: &str, path: &str, body: &Value) -> Answer {
    request(discord, method, path, body, &format!("Bot {}", discord.token())).await.unwrap()
}

/// Makes a request; `None` where the connection ends without an answer.
pub async fn request(discord: &Handle, method: &str, path: &str, body: &Value, authorization: &str) -> Option<Answer> {
    let body = if body.is_null() { String::new() } else { body.to_string() };
    send(discord, method, path, authorization, ("application/json", &body)).await
}

/// Makes a request whose body is whatever it is, of a type.
pub async fn send(discord: &Handle, method: &str, path: &str, authorization: &str, (content_type, body): (&str, &str)) -> Option<Answer> {
    let address = discord.api_url().replace("http://", "");
    let mut stream = TcpStream::connect(&address).await.ok()?;
    let head = format!("{method} /api/v10{path} HTTP/1.1\r\nhost: {address}\r\nauthorization: {authorization}\r\nconnection: close\r\n");
    stream.write_all(format!("{head}content-type: {content_type}\r\ncontent-length: {}\r\n\r\n{body}", body.len()).as_bytes()).await.ok()?;
    let mut whole = String::new();
    stream.read_to_string(&mut whole).await.ok()?;
    let (head, body) = whole.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    Some(Answer { status, head: head.to_lowercase(), body: serde_json::from_str(body).unwrap_or_default() })
}

/// A connection to the gateway.
pub struct Bot {
    socket: WebSocketStream<TcpStream>,
    stream: Option<Decompress>,
    waiting: VecDeque<Value>,
    /// Whether a frame came compressed.
    pub saw_binary: bool,
    pub seq: u64,
    pub session: String,
}

impl Bot {
    /// Connects and takes the hello.
    pub async fn connect(discord: &Handle, query: &str) -> (Self, Value) {
        let address = discord.api_url().replace("http://", "");
        let stream = TcpStream::connect(&address).await.unwrap();
        let (socket, _) = client_async(format!("ws://{address}/?{query}"), stream).await.unwrap();
        let decompress = query.contains("compress=zlib-stream").then(|| Decompress::new(true));
        let mut bot = Self { socket, stream: decompress, waiting: VecDeque::new(), saw_binary: false, seq: 0, session: String::new() };
        let hello = bot.next().await.unwrap();
        (bot, hello)
    }

    /// Connects and identifies, and takes READY.
    pub async fn ready(discord: &Handle) -> Self {
        let (mut bot, _) = Self::connect(discord, "v=10&encoding=json").await;
        bot.identify(discord.token(), INTENTS).await;
        bot.event("READY").await;
        bot
    }

    pub async fn identify(&mut self, token: &str, intents: u64) {
        self.send(&json!({"op": 2, "d": {"token": token, "intents": intents, "properties": {"os": "linux"}, "shard": [0, 1]}})).await;
    }

    pub async fn resume(&mut self, token: &str, session: &str, seq: u64) {
        self.send(&json!({"op": 6, "d": {"token": token, "session_id": session, "seq": seq}})).await;
    }

    pub async fn send(&mut self, payload: &Value) {
        self.socket.send(Message::Text(payload.to_string())).await.unwrap();
    }

    pub async fn close(&mut self, code: u16) {
        let frame = tokio_tungstenite::tungstenite::protocol::CloseFrame { code: code.into(), reason: "".into() };
        self.socket.close(Some(frame)).await.unwrap();
    }

    /// The next event of that name; others before it are passed over.
    pub async fn event(&mut self, name: &str) -> Value {
        loop {
            let payload = self.next().await.unwrap_or_else(|end| panic!("waiting for {name}: {end:?}"));
            if payload["t"] == name {
                return payload["d"].clone();
            }
        }
    }

    /// The next payload, or how the connection ended: with a code, a close frame without one (0), or just so.
    pub async fn next(&mut self) -> Result<Value, Option<u16>> {
        loop {
            if let Some(payload) = self.waiting.pop_front() {
                if let Some(seq) = payload["s"].as_u64() {
                    self.seq = seq;
                }
                if payload["t"] == "READY" {
                    payload["d"]["session_id"].as_str().unwrap().clone_into(&mut self.session);
                }
                return Ok(payload);
            }
            match self.socket.next().await {
                Some(Ok(Message::Text(text))) => self.waiting.push_back(serde_json::from_str(&text).unwrap_or_else(|_| json!({"raw": text}))),
                Some(Ok(Message::Binary(bytes))) => {
                    self.saw_binary = true;
                    let text = self.decompress(&bytes);
                    self.waiting.push_back(serde_json::from_str(&text).unwrap());
                }
                Some(Ok(Message::Close(frame))) => return Err(Some(frame.map_or(0, |frame| frame.code.into()))),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Err(None),
            }
        }
    }

    fn decompress(&mut self, bytes: &[u8]) -> String {
        let Some(stream) = &mut self.stream else {
            let mut text = String::new();
            ZlibDecoder::new(bytes).read_to_string(&mut text).unwrap();
            return text;
        };
        assert!(bytes.ends_with(&[0, 0, 0xFF, 0xFF]));
        let mut text = Vec::with_capacity(100_000);
        stream.decompress_vec(bytes, &mut text, FlushDecompress::Sync).unwrap();
        String::from_utf8(text).unwrap()
    }
}
