//! Whole questions for someone who is typing one. They need not be written right or to the end: the engine ranks every entry for what is
//! there so far. Nothing typed yet shows what can be asked, one question of each topic after the other.

use std::collections::HashSet;

use super::limits::{self, length};
use super::shorten::label;
use crate::assistant::Assistant;
use crate::knowledge::{Entry, EntryId, EntryText, Knowledge};
use crate::text::{Language, Query, fold};

/// Characters of what is typed that are read. No question needs as many, and this is done at each key.
const READ: usize = 200;

/// The choices, each a name and a value, in the language that is typed; where that can't be told, in `language`, which is that of the
/// asker's Discord where it is one that the bot speaks.
pub(super) fn choices(assistant: &Assistant, typed: &str, language: Option<Language>) -> Vec<(String, String)> {
    let knowledge = assistant.knowledge();
    let typed: String = typed.chars().take(READ).collect();
    let own = knowledge.campaign.language;
    let language = Query::new(&typed).and_then(|query| query.language()).or(language).unwrap_or(own);
    let ranked = assistant.closest(&typed);
    let entries: Vec<&Entry> = if ranked.is_empty() { varied(knowledge) } else { begun_first(knowledge, &ranked, &typed, language) };
    let mut seen = HashSet::new();
    let choices = entries.into_iter().filter_map(|entry| choice(entry.text.best(language)?.1)).filter(|(_, value)| seen.insert(value.clone()));
    choices.take(limits::CHOICES).collect()
}

/// The question, and as a value too, so that it is asked like one typed freely; where it is too long for that, a way to ask it that is not.
fn choice(text: &EntryText) -> Option<(String, String)> {
    let question = &text.question.value;
    let fits = |written: &&String| length(written) <= limits::CHOICE && !written.trim().is_empty();
    let mut written = std::iter::once(question).chain(text.phrasings.iter().map(|phrasing| &phrasing.value));
    let value = written.find(fits)?;
    Some((label(question, limits::CHOICE), value.clone()))
}

/// In the order of the ranking, those first whose question begins with what is typed.
fn begun_first<'k>(knowledge: &'k Knowledge, ranked: &[EntryId], typed: &str, language: Language) -> Vec<&'k Entry> {
    let typed = fold(typed);
    let typed = typed.trim_start_matches(is_opening);
    let begins = |entry: &&Entry| entry.text.best(language).is_some_and(|(_, text)| begins_with(&text.question.value, typed));
    let (begun, others): (Vec<&Entry>, Vec<&Entry>) = ranked.iter().map(|id| &knowledge[*id]).partition(begins);
    begun.into_iter().chain(others).collect()
}

/// Whether a question begins with folded text, whatever its accents and capitals. Only as much of it is folded as is compared.
fn begins_with(question: &str, typed: &str) -> bool {
    let asked = question.trim_start_matches(is_opening);
    let most = typed.chars().count();
    let beginning: String = asked.chars().take(most).collect();
    let first = |text: &str| text.chars().next();
    // Nearly all differ in their first letter already, and folding takes the time.
    let may_begin = first(&beginning).is_none_or(|first| !first.is_ascii() || first.to_lowercase().eq(typed.chars().take(1)));
    may_begin && most > 0 && fold(&beginning).starts_with(typed.trim_end())
}

/// What stands before a question's first word.
const fn is_opening(character: char) -> bool {
    matches!(character, '¿' | '¡' | ' ' | '"' | '“' | '«')
}

/// One question of each topic after the other, those first that most people come for.
fn varied(knowledge: &Knowledge) -> Vec<&Entry> {
    let mut topics: Vec<(Option<&str>, Vec<&Entry>)> = Vec::new();
    for entry in knowledge.examples() {
        let topic = entry.category.as_ref().map(|category| category.value.as_str());
        match topics.iter_mut().find(|(known, _)| *known == topic) {
            Some((_, entries)) => entries.push(entry),
            None => topics.push((topic, vec![entry])),
        }
    }
    let longest = topics.iter().map(|(_, entries)| entries.len()).max().unwrap_or_default();
    (0..longest).flat_map(|round| topics.iter().filter_map(move |(_, entries)| entries.get(round).copied())).collect()
}
