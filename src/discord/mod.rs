//! The bot on Discord. What is said is decided by the façade and worded once for every edge; here it becomes messages with embeds
//! and buttons, held against Discord's limits, and goes out through serenity.
//!
//! [`respond()`] is a pure function from what a member did to what is sent; nothing in it knows a socket or a clock. Around it stand
//! the gateway, the commands' registration, the limit on how often one member may ask, and a start and stop that always end.

mod about;
mod board;
mod budget;
pub mod commands;
mod complete;
mod counts;
pub mod custom_id;
mod engine;
mod gates;
mod handler;
mod incoming;
pub mod limits;
pub mod log;
mod markdown;
pub mod message;
mod outgoing;
mod pace;
pub mod rate;
mod register;
mod remembered;
pub mod render;
pub mod request;
pub mod respond;
mod rest;
pub mod run;
mod said;
mod seen;
pub mod sentences;
mod shards;
pub mod shorten;
mod start;
mod state;
mod stop;
pub mod token;
mod topics;
mod watch;
mod way;

pub use custom_id::CustomId;
pub use message::Message;
pub use request::{Asker, Place, Request, Response};
pub use respond::respond;
pub use said::Said;
pub use token::Token;
