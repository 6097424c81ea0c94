//! The small Discord is held against Discord's rules by a bare client that plays the bot, and against serenity as it is, which
//! must connect, be ready and answer everything a member can do.

#![cfg(feature = "rehearsal")]
#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test stops at what it did not expect")]

mod bare;
mod faults;
mod gateway;
mod limits;
mod rest;
mod serenity;
