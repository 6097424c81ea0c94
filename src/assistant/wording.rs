//! A reply as lines for people. Every edge shows these lines in this order and only styles them, so that a member reads the
//! same words everywhere. Short enough for a phone; nothing of the member's own text is repeated.

use super::reply::{Answer, Citation, Notice, Reply, Suggestion, Verdict};
use super::sentences;
use crate::knowledge::Knowledge;
use crate::text::Language;

/// One paragraph of a reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What it is, for styling.
    pub kind: LineKind,
    /// The words; they may hold line breaks of the curators'.
    pub text: String,
}

/// What a line of a reply is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LineKind {
    /// Danger to life: what to do first.
    Emergency,
    /// What a member must know before the answer.
    Notice,
    /// What was understood.
    Understood,
    /// That the answer tells how it was then.
    Past,
    /// The curators' words. Its number is the answer's place in [`Reply::answers`].
    Answer(usize),
    /// How old the answer is and whose statement.
    Dated,
    /// The heading above sources.
    Sources,
    /// Publisher, title, day and address, as far as known.
    Source,
    /// What is said when nothing, or not everything, is answered.
    Message,
    /// The heading above questions that may be meant.
    Heading,
    /// The heading above questions that people ask next.
    Related,
    /// A whole question that is offered. Its number counts from 1 in the order of [`Reply::suggestions`].
    Suggestion(usize),
}

/// The reply in words, in the order in which it is read.
#[must_use]
pub fn lines(reply: &Reply, knowledge: &Knowledge) -> Vec<Line> {
    let mut lines = Lines { language: reply.language, knowledge, notices: notices(reply, knowledge), said: Vec::new() };
    let emergency = reply.notices.contains(&Notice::Emergency);
    if emergency {
        lines.push(LineKind::Emergency, sentences::EMERGENCY.in_language(reply.language));
    }
    for (place, answer) in reply.answers.iter().enumerate() {
        lines.answer(answer, place, emergency);
    }
    lines.notices();
    if let Some(message) = &reply.message {
        lines.push(LineKind::Message, message.as_str());
    }
    lines.suggestions(reply);
    lines.said
}

/// A source in one line: publisher, title, day and address, as far as known.
#[must_use]
pub fn citation(language: Language, source: &Citation) -> String {
    let mut text = named(language, source);
    if let Some(day) = source.published {
        text.push_str(", ");
        text.push_str(&sentences::date(language, day));
    }
    if let Some(url) = &source.url {
        text.push_str(", ");
        text.push_str(url);
    }
    text
}

/// A source's publisher and title.
#[must_use]
pub fn named(language: Language, source: &Citation) -> String {
    match language {
        Language::English => format!("{}: “{}”", source.publisher, source.title),
        Language::Spanish => format!("{}: «{}»", source.publisher, source.title),
    }
}

/// What a member must know whatever the entry, in order.
fn notices(reply: &Reply, knowledge: &Knowledge) -> Vec<String> {
    let word = |notice: &Notice| match notice {
        Notice::OtherCampaign => Some(sentences::other_campaign(reply.language, &knowledge.campaign)),
        Notice::Correction => Some(sentences::CORRECTION.in_language(reply.language).to_owned()),
        // It stands above all else, or each answer that it is true of says it.
        Notice::Emergency | Notice::Past | Notice::OtherLanguage => None,
    };
    reply.notices.iter().filter_map(word).collect()
}

struct Lines<'k> {
    language: Language,
    knowledge: &'k Knowledge,
    /// Those that still have to be said: once, below what was understood first.
    notices: Vec<String>,
    said: Vec<Line>,
}

impl Lines<'_> {
    fn push(&mut self, kind: LineKind, text: impl Into<String>) {
        self.said.push(Line { kind, text: text.into() });
    }

    fn notices(&mut self) {
        for notice in std::mem::take(&mut self.notices) {
            self.push(LineKind::Notice, notice);
        }
    }

    fn answer(&mut self, answer: &Answer, place: usize, emergency: bool) {
        let entry = self.knowledge.entry_named(&answer.entry);
        // Whoever is in danger reads what to do, not what we took the message for.
        let urgent = emergency && entry.is_some() && entry == self.knowledge.campaign.emergency;
        if !urgent {
            self.push(LineKind::Understood, sentences::understood(self.language, &answer.question));
            self.notices();
        }
        if entry.is_some_and(|id| self.knowledge[id].text.get(self.language).is_none()) {
            self.push(LineKind::Notice, sentences::other_language(self.language));
        }
        if answer.past {
            self.push(LineKind::Past, sentences::past(self.language, &self.knowledge.campaign));
        }
        self.push(LineKind::Answer(place), answer.text.as_str());
        self.push(LineKind::Dated, sentences::dated(self.language, answer.as_of, answer.attribution));
        let heading = match answer.sources.as_slice() {
            [] => return,
            [_] => sentences::SOURCE,
            _ => sentences::SOURCES,
        };
        self.push(LineKind::Sources, heading.in_language(self.language));
        for source in &answer.sources {
            self.push(LineKind::Source, citation(self.language, source));
        }
    }

    fn suggestions(&mut self, reply: &Reply) {
        let numbered = || reply.suggestions.iter().zip(1..);
        if reply.decision == Verdict::Clarify {
            self.group(LineKind::Heading, sentences::DID_YOU_MEAN, numbered());
            return;
        }
        let (related, offers): (Vec<_>, Vec<_>) = numbered().partition(|(suggestion, _)| reply.is_related(self.knowledge, &suggestion.entry));
        self.group(LineKind::Heading, sentences::OTHER_PART_DID_YOU_MEAN, offers);
        self.group(LineKind::Related, sentences::RELATED, related);
    }

    fn group<'s>(&mut self, kind: LineKind, heading: sentences::Sentence, suggestions: impl IntoIterator<Item = (&'s Suggestion, usize)>) {
        let mut suggestions = suggestions.into_iter().peekable();
        if suggestions.peek().is_some() {
            self.push(kind, heading.in_language(self.language));
        }
        for (suggestion, number) in suggestions {
            self.push(LineKind::Suggestion(number), suggestion.question.as_str());
        }
    }
}
