//! One connection to the gateway: hello, heartbeats, and frames both ways, plain or compressed.
//!
//! Source: Discord, Gateway (Connections, Encoding and Compression, Close Event Codes).

use std::io::Write;
use std::sync::Arc;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::{Instant, sleep_until};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, Role};

use super::identify;
use super::session::Push;
use super::world::World;

/// From this many bytes on a payload is compressed for who asked for that when identifying. Discord does not say its own.
const LARGE: usize = 2048;
/// Longest payload that may be sent to Discord, in bytes. Source: Discord, Sending Events.
const LONGEST: usize = 4096;

/// What a connection has agreed on.
pub(super) struct Connection {
    pub number: u64,
    pub link: UnboundedSender<Push>,
    /// Whether large payloads may come compressed, each for itself.
    pub compresses: bool,
}

/// Serves a connection until it ends.
pub(super) async fn serve<S: AsyncRead + AsyncWrite + Unpin>(world: Arc<World>, stream: S, query: &str) {
    let mut socket = WebSocketStream::from_raw_socket(stream, Role::Server, None).await;
    let (link, pushes) = unbounded_channel();
    let number = {
        let mut state = world.lock();
        world.count(&state, |counts| counts.connections += 1);
        let number = world.counts.borrow().connections;
        state.links.insert(number, link.clone());
        if !*world.is_open.borrow() {
            // The receiver lives in this function.
            let _ = link.send(Push::Cut);
        }
        number
    };
    let has = |key: &str, value: &str| query.split('&').any(|pair| pair.split_once('=') == Some((key, value)));
    let hello = json!({"t": null, "s": null, "op": 10, "d": {"heartbeat_interval": world.options.heartbeat.as_millis(), "_trace": []}});
    // The receiver lives in this function.
    let _ = link.send(if has("v", "10") { Push::Text(hello.to_string()) } else { Push::Close(Some(4012)) });
    let stream = has("compress", "zlib-stream").then(|| ZlibEncoder::new(Vec::new(), Compression::fast()));
    let mut connection = Connection { number, link, compresses: false };
    let code = run(&world, &mut socket, pushes, stream, &mut connection).await;
    identify::leave(&world, number, code);
}

/// Returns the code that the other side closed with, if it did.
async fn run<S: AsyncRead + AsyncWrite + Unpin>(
    world: &World,
    socket: &mut WebSocketStream<S>,
    mut pushes: UnboundedReceiver<Push>,
    mut stream: Option<ZlibEncoder<Vec<u8>>>,
    connection: &mut Connection,
) -> Option<u16> {
    // Half a beat late is late; Discord lets no connection live that does not beat.
    let patience = world.options.heartbeat.mul_f32(1.5);
    let mut beats_until = Instant::now() + patience;
    loop {
        tokio::select! {
            biased;
            push = pushes.recv() => {
                let mut next = push;
                while let Some(push) = next {
                    let message = match push {
                        Push::Text(text) => encode(text, stream.as_mut(), connection.compresses),
                        Push::Close(code) => {
                            let frame = code.map(|code| CloseFrame { code: code.into(), reason: "".into() });
                            let _ = socket.close(frame).await;
                            return None;
                        }
                        Push::Cut => return None,
                    };
                    if socket.feed(message).await.is_err() {
                        return None;
                    }
                    next = pushes.try_recv().ok();
                }
                if socket.flush().await.is_err() {
                    return None;
                }
            }
            frame = socket.next() => match frame {
                Some(Ok(Message::Text(text))) => if receive(world, connection, &text) {
                    beats_until = Instant::now() + patience;
                },
                Some(Ok(Message::Binary(bytes))) => if receive(world, connection, &String::from_utf8_lossy(&bytes)) {
                    beats_until = Instant::now() + patience;
                },
                Some(Ok(Message::Close(frame))) => {
                    // The reply to a close frame goes out with the next write or flush.
                    let _ = socket.flush().await;
                    return Some(frame.map_or(1005, |frame| frame.code.into()));
                }
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return None,
            },
            () = sleep_until(beats_until) => {
                let _ = connection.link.send(Push::Close(Some(4009)));
                beats_until = Instant::now() + patience;
            }
        }
    }
}

/// Takes one payload of the bot's; says whether it was a heartbeat.
fn receive(world: &World, connection: &mut Connection, text: &str) -> bool {
    let close = |code: u16| {
        let _ = connection.link.send(Push::Close(Some(code)));
    };
    let Some(payload) = serde_json::from_str::<Value>(text).ok().filter(|_| text.len() <= LONGEST) else {
        close(4002);
        return false;
    };
    let has_session = world.lock().sessions.iter().any(|session| session.is_of(connection.number));
    let none = Value::Null;
    let data = payload.get("d").unwrap_or(&none);
    match payload.get("op").and_then(Value::as_u64) {
        Some(1) => {
            let state = world.lock();
            world.count(&state, |counts| counts.heartbeats += 1);
            if state.acknowledges {
                let _ = connection.link.send(Push::Text(json!({"t": null, "s": null, "op": 11, "d": null}).to_string()));
            }
            return true;
        }
        Some(2 | 6) if has_session => close(4005),
        Some(2) => identify::identify(world, connection, data),
        Some(6) => identify::resume(world, connection, data),
        Some(3 | 4 | 8) if has_session => {}
        Some(3 | 4 | 8) => close(4003),
        _ => close(4001),
    }
    false
}

/// A payload as it goes over the wire.
fn encode(text: String, stream: Option<&mut ZlibEncoder<Vec<u8>>>, compresses: bool) -> Message {
    match stream {
        // One compressed stream for the whole connection; a flush ends each payload with 00 00 FF FF.
        Some(stream) => {
            let written = stream.write_all(text.as_bytes()).and_then(|()| stream.flush());
            debug_assert!(written.is_ok(), "a Vec takes all");
            Message::Binary(std::mem::take(stream.get_mut()))
        }
        None if compresses && text.len() >= LARGE => {
            let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
            match encoder.write_all(text.as_bytes()).and_then(|()| encoder.finish()) {
                Ok(bytes) => Message::Binary(bytes),
                Err(_) => Message::Text(text),
            }
        }
        None => Message::Text(text),
    }
}
