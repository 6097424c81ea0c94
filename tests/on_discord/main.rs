//! The real program on a Discord of this machine: what is asked is answered the same everywhere, nothing pings or tells who asked, and
//! whatever the connection suffers, the next question is answered.

#![cfg(all(unix, feature = "rehearsal"))]
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test stops at what it did not expect")]

mod bodies;
mod faults;
mod inside;
mod load;
mod members;
#[path = "../support/openapi.rs"]
mod openapi;
mod privacy;
mod same;
mod slow;
mod stage;
mod stopping;
mod understood;
mod wire;
