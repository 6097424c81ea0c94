//! `/about`: what the bot is, whose words it says, what they rest on, what it knows of whoever asks, and where errors go.

use std::collections::HashSet;

use super::message::{Embed, Field, Message};
use super::render::Audience;
use super::shorten::{label, shorten};
use super::{limits, markdown, sentences};
use crate::assistant::sentences as common;
use crate::knowledge::Knowledge;
use crate::text::Language;

/// Everything but the sources is plain text.
pub(super) fn message(knowledge: &Knowledge, language: Language, audience: Audience) -> Message {
    let say = |sentence: common::Sentence| sentence.in_language(language);
    let more = say(sentences::MORE);
    let title = format!("**{}**", markdown::plain(&label(common::title(language, &knowledge.campaign), limits::EMBED_TITLE)));
    let mut whose = say(sentences::WHOSE_WORDS).to_owned();
    if let Some(day) = &knowledge.campaign.reviewed {
        whose = format!("{whose} {}", sentences::reviewed(language, day.value));
    }
    let privacy = format!("**{}**\n{}", say(sentences::PRIVACY_HEADING), say(sentences::PRIVACY));
    let mut error = format!("**{}**\n{}", say(sentences::ERROR_HEADING), say(sentences::ERROR));
    if let Some(contact) = common::contact(language, &knowledge.campaign) {
        error = format!("{error} {}", markdown::plain(&contact));
    }
    let content = [&title, say(sentences::ABOUT), &whose, &privacy, &error].join("\n\n");
    Message {
        content: shorten(&content, limits::CONTENT, more),
        embeds: sources(knowledge, language, more).into_iter().collect(),
        flags: audience.flags(),
        ..Message::default()
    }
}

/// Who published what the answers rest on, each once.
fn sources(knowledge: &Knowledge, language: Language, more: &str) -> Option<Embed> {
    let mut seen = HashSet::new();
    let publishers = knowledge.sources.iter().map(|source| source.publisher.value.as_str()).filter(|publisher| seen.insert(*publisher));
    let mut listed = String::new();
    let mut is_whole = true;
    for publisher in publishers {
        let publisher = markdown::plain(publisher);
        let next = if listed.is_empty() { publisher } else { format!("{listed} · {publisher}") };
        if limits::length(&next) + limits::length(more) + 1 > limits::FIELD_VALUE {
            is_whole = false;
            break;
        }
        listed = next;
    }
    let value = if is_whole { listed } else { format!("{listed} {more}") };
    let name = format!("{}: {}", sentences::SOURCES_HEADING.in_language(language), knowledge.sources.len());
    (!value.trim().is_empty()).then(|| Embed { fields: vec![Field { name, value, inline: false }], ..Embed::default() })
}
