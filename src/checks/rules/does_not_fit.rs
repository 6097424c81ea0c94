//! # What it does
//! Finds answers that, with their question, their sources and the bot's own words, do not fit one Discord message, and replies
//! and contacts that do not.
//!
//! # Why it is bad
//! Discord refuses a longer message, so the member would get nothing.
//!
//! # Example
//! An answer of 1,500 characters with ten sources.

use crate::checks::texts::length;
use crate::checks::{CheckContext, Rule};
use crate::knowledge::{Entry, EntryText, Finding, Knowledge, Level, Source};
use crate::text::Language;

pub const RULE: Rule = Rule { code: "does-not-fit", level: Level::Error, summary: "a text that does not fit one Discord message", check };

/// Longest message content, in Unicode scalar values. Source: Discord, "Create Message".
const LONGEST_MESSAGE: usize = 2000;

/// Characters kept for the bot's own words: what was understood, how old it is, whose it is, a notice.
const OWN_WORDS: usize = 300;

/// Characters around a source: colon, quotation marks, commas, a line's end.
const AROUND_A_SOURCE: usize = 10;

/// Characters of a day in words: "15 de septiembre de 2023" and a comma.
const A_DAY: usize = 26;

fn check(knowledge: &Knowledge, _: &CheckContext) -> Vec<Finding> {
    let mut findings = Vec::new();
    for entry in &knowledge.entries {
        for (language, text) in entry.text.iter() {
            let needed = message(knowledge, language, entry, text);
            if needed > LONGEST_MESSAGE {
                let message = format!("with its sources this answer needs about {needed} characters; a Discord message holds {LONGEST_MESSAGE}");
                findings.push(RULE.at(text.answer.span.clone(), message).help("shorten the answer, or cite fewer sources"));
            }
        }
    }
    let replies = knowledge.declines.iter().flat_map(|decline| decline.text.iter()).filter_map(|(_, text)| text.reply.as_ref());
    for text in replies.chain(knowledge.campaign.contact.iter().map(|(_, contact)| contact)) {
        let needed = length(&text.value) + OWN_WORDS;
        if needed > LONGEST_MESSAGE {
            let message = format!("with the bot's own words this needs about {needed} characters; a Discord message holds {LONGEST_MESSAGE}");
            findings.push(RULE.at(text.span.clone(), message).help("shorten it"));
        }
    }
    findings
}

/// How long the message with an answer can get.
fn message(knowledge: &Knowledge, language: Language, entry: &Entry, text: &EntryText) -> usize {
    let title = knowledge.campaign.title.best(language).map_or(0, |(_, title)| length(&title.value));
    let sources = entry.sources.iter().map(|id| &knowledge[id.value]);
    let optional = |source: &Source| source.url.as_ref().map_or(0, |url| length(&url.value)) + source.published.as_ref().map_or(0, |_| A_DAY);
    let cited: usize = sources.map(|source| length(&source.publisher.value) + length(&source.title.value) + optional(source) + AROUND_A_SOURCE).sum();
    OWN_WORDS + title + length(&text.question.value) + length(&text.answer.value) + cited
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::checks::testing::found;

    #[test]
    fn what_discord_would_refuse_is_found() {
        let rest = |answer: usize| format!("[[entries]]\nid = \"a\"\nquestion = \"Why?\"\nanswer = \"{}\"\nsources = [\"gazette\"]\n", "ñ".repeat(answer));
        // 300 + 16 (title) + 4 (question) + 11 + 15 + 10 (source)
        assert_eq!(found(&RULE, "", &rest(1644)).len(), 0);
        let message = "with its sources this answer needs about 2001 characters; a Discord message holds 2000";
        assert_eq!(found(&RULE, "", &rest(1645)), [format!("{}: {message}", "ñ".repeat(1645))]);
    }

    #[test]
    fn replies_and_contacts_count_too() {
        let long = "a".repeat(1701);
        let rest = format!("[[declines]]\nid = \"a\"\nreply = \"{long}\"\n");
        assert_eq!(found(&RULE, &format!("contact = \"{long}\""), &rest).len(), 2);
    }
}
