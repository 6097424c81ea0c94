//! Browsing: a menu of topics, and for each one a menu of its questions.

use super::message::{Choice, Component, Message, Row};
use super::render::Audience;
use super::shorten::label;
use super::{CustomId, limits, sentences};
use crate::knowledge::{Entry, Knowledge};
use crate::text::Language;

/// What comes back for entries without a category; no id looks like it.
const NONE: &str = "-";

/// The menu of topics below a line of text.
pub(super) fn message(knowledge: &Knowledge, language: Language, text: &str, audience: Audience) -> Message {
    let menu = |part| CustomId::Topic { language, part };
    let rows = menus(&topics(knowledge, language), limits::ROWS, sentences::CHOOSE_TOPIC.in_language(language), menu);
    Message { content: text.to_owned(), components: rows, flags: audience.flags(), ..Message::default() }
}

/// The menu of a topic's questions, with that of all topics above it to go on; `None` where the topic is not there.
pub(super) fn topic(knowledge: &Knowledge, language: Language, category: &str, audience: Audience) -> Option<Message> {
    let of_topic = knowledge.entries.iter().filter(|entry| category_of(entry) == category);
    let questions = choices(of_topic, language);
    if questions.is_empty() {
        return None;
    }
    let name = sentences::topic_or_other(language, Some(category).filter(|category| *category != NONE));
    let name = label(&name, limits::PLACEHOLDER);
    let topics = menus(&topics(knowledge, language), 1, &name, |part| CustomId::Topic { language, part });
    let room = limits::ROWS - topics.len();
    let questions = menus(&questions, room, sentences::CHOOSE_QUESTION.in_language(language), |part| CustomId::Entry { language, part });
    let content = format!("**{}**\n{}", super::markdown::plain(&name), sentences::QUESTIONS.in_language(language));
    Some(Message { content, components: topics.into_iter().chain(questions).collect(), flags: audience.flags(), ..Message::default() })
}

/// Entries to choose from.
pub(super) fn choices<'k>(entries: impl Iterator<Item = &'k Entry>, language: Language) -> Vec<Choice> {
    let choice = |entry: &Entry| {
        let (_, text) = entry.text.best(language)?;
        Some(Choice { label: label(&text.question.value, limits::OPTION), value: entry.id.value.clone(), description: None })
    };
    entries.filter_map(choice).filter(fits).collect()
}

/// All categories in the order of the knowledge, each with a question as an example: a name alone may say little.
fn topics(knowledge: &Knowledge, language: Language) -> Vec<Choice> {
    let mut topics: Vec<Choice> = Vec::new();
    for entry in &knowledge.entries {
        let category = category_of(entry);
        if topics.iter().any(|topic| topic.value == category) {
            continue;
        }
        let name = sentences::topic_or_other(language, entry.category.as_ref().map(|category| category.value.as_str()));
        let example = entry.text.best(language).map(|(_, text)| label(&text.question.value, limits::OPTION));
        topics.push(Choice { label: label(&name, limits::OPTION), value: category.to_owned(), description: example });
    }
    topics.retain(fits);
    topics
}

fn category_of(entry: &Entry) -> &str {
    entry.category.as_ref().map_or(NONE, |category| category.value.as_str())
}

/// An id too long to come back can't be chosen.
fn fits(choice: &Choice) -> bool {
    limits::length(&choice.value) <= limits::OPTION && !choice.value.is_empty() && !choice.label.trim().is_empty()
}

/// As many menus as the choices need, at most `most`.
fn menus(choices: &[Choice], most: usize, placeholder: &str, id: impl Fn(u8) -> CustomId) -> Vec<Row> {
    let menus = choices.chunks(limits::OPTIONS).take(most).zip(0..);
    menus.filter_map(|(options, part)| Some(Row(vec![Component::menu(placeholder, id(part).written()?, options.to_vec())]))).collect()
}
