//! The socket: HTTP requests go to the REST API, upgrades to the gateway, both on one port.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::{AUTHORIZATION, CONNECTION, CONTENT_TYPE, HeaderMap, HeaderValue, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY, UPGRADE};
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::task::JoinSet;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

use super::body;
use super::error::Answer;
use super::failure::Outcome;
use super::gateway;
use super::rest;
use super::world::World;

/// So many connections may wait to be taken; the system may hold to less. A bot that answers thousands at once opens thousands, and
/// one too many would be reset.
const WAITING: u32 = 16_384;

/// A socket on 127.0.0.1; port 0 takes a free one.
pub(super) fn listen(port: u16) -> io::Result<TcpListener> {
    let socket = TcpSocket::new_v4()?;
    // The port may be taken again right after the server went away.
    socket.set_reuseaddr(true)?;
    socket.bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))?;
    socket.listen(WAITING)
}

/// Takes connections until it is told to be closed, then ends them all, answered or not.
pub(super) async fn serve(world: Arc<World>, listener: TcpListener) {
    let mut is_open = world.is_open.subscribe();
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => if let Ok((stream, _)) = accepted {
                // Small packets both ways: waiting to fill one costs 40 ms. It is only slower without.
                let _ = stream.set_nodelay(true);
                connections.spawn(connection(Arc::clone(&world), stream));
            },
            Some(_) = connections.join_next() => {}
            closed = is_open.wait_for(|is_open| !is_open) => {
                drop(closed);
                return;
            }
        }
    }
}

async fn connection(world: Arc<World>, stream: TcpStream) {
    let service = service_fn(|request| {
        let world = Arc::clone(&world);
        async move { respond(world, request).await }
    });
    // What fails here is the other side's going away, or what was asked for.
    let _ = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service).with_upgrades().await;
}

/// The other side is to find the connection ended.
#[derive(Debug, thiserror::Error)]
#[error("no answer was asked for")]
struct NoAnswer;

async fn respond(world: Arc<World>, request: Request<Incoming>) -> Result<Response<Full<Bytes>>, NoAnswer> {
    if request.headers().get(UPGRADE).is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"websocket")) {
        let failure = world.lock().failure_of("GET /");
        return match failure {
            Some(failure) => {
                world.count(&world.lock(), |counts| counts.connections += 1);
                finish(failure.outcome()).await
            }
            None => Ok(upgrade(world, request)),
        };
    }
    let (parts, body) = request.into_parts();
    let bytes = body.collect().await.map_err(|_| NoAnswer)?.to_bytes();
    let request = rest::Request {
        method: parts.method.as_str().to_owned(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        authorization: text(&parts.headers, &AUTHORIZATION),
        body: body::read(&text(&parts.headers, &CONTENT_TYPE), &bytes),
    };
    finish(rest::answer(&world, &request)).await
}

async fn finish(outcome: Outcome) -> Result<Response<Full<Bytes>>, NoAnswer> {
    match outcome {
        Outcome::Answer(answer) => Ok(write(answer)),
        Outcome::Cut => Err(NoAnswer),
        // Until the other side gives up, or this one goes away.
        Outcome::Silence => std::future::pending().await,
    }
}

fn write(answer: Answer) -> Response<Full<Bytes>> {
    let body = answer.body.map(|body| Bytes::from(body.to_string()));
    let mut response = Response::new(Full::new(body.clone().unwrap_or_default()));
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    if body.is_some() {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    for (name, value) in answer.headers {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(name, value);
        }
    }
    response
}

/// Agrees to speak WebSocket and leaves the connection to the gateway.
fn upgrade(world: Arc<World>, mut request: Request<Incoming>) -> Response<Full<Bytes>> {
    let key = text(request.headers(), &SEC_WEBSOCKET_KEY);
    let query = request.uri().query().unwrap_or_default().to_owned();
    let upgraded = hyper::upgrade::on(&mut request);
    tokio::spawn(async move {
        if let Ok(stream) = upgraded.await {
            gateway::serve(world, TokioIo::new(stream), &query).await;
        }
    });
    let mut response = Response::new(Full::default());
    *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
    let headers = response.headers_mut();
    headers.insert(CONNECTION, HeaderValue::from_static("Upgrade"));
    headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
    if let Ok(accept) = HeaderValue::from_str(&derive_accept_key(key.as_bytes())) {
        headers.insert(SEC_WEBSOCKET_ACCEPT, accept);
    }
    response
}

fn text(headers: &HeaderMap, name: &hyper::header::HeaderName) -> String {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}
