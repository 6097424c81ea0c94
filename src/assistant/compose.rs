//! From decisions about the parts of a message to one reply: what is answered, what is offered, and what is said about the rest.

use std::collections::HashSet;

use super::beside::{Beside, Unsaid};
use super::explanation::Explanation;
use super::parts::Decided;
use super::reply::{Answer, Notice, Ranked, Reply, Suggestion, Verdict};
use super::{Assistant, Context, sentences};
use crate::dialogue::guards::emergency;
use crate::dialogue::{Choice, Silence};
use crate::knowledge::{EntryId, Knowledge};
use crate::matching::OFFERED;
use crate::text::{Language, Query, split};

impl Assistant {
    /// The reply to a message and how it came about.
    #[must_use]
    pub fn explain(&self, message: &str, context: Context) -> (Reply, Explanation) {
        self.respond(message, context, |in_danger, parts| Explanation {
            emergency: in_danger,
            parts: parts.iter().map(|part| self.explain_part(part)).collect(),
        })
    }

    /// What entries say, where a button names them and nobody asked in words; `beside` is what the reply that it stands below said
    /// beside them. Entries that are not there say nothing.
    #[must_use]
    pub fn show(&self, entries: &[EntryId], beside: &Beside, context: Context) -> Reply {
        let language = context.language.unwrap_or(context.fallback);
        let mut composer = Composer { knowledge: &self.knowledge, context, language, reply: Reply::empty("", language) };
        beside.notices.iter().for_each(|notice| composer.notice(*notice));
        entries.iter().for_each(|entry| composer.answer(*entry, false, language));
        let offered = beside.offered.iter().filter_map(|id| self.knowledge.entry_named(id));
        composer.finish(offered.collect(), beside.unsaid.clone());
        if beside.is_cut {
            composer.cut();
        }
        composer.reply
    }

    /// All entries, best first, for a question that is still being typed: its last word may be unfinished. Empty where nothing is said.
    #[must_use]
    pub fn closest(&self, typed: &str) -> Vec<EntryId> {
        let is_unfinished = typed.chars().next_back().is_some_and(char::is_alphanumeric);
        Query::new(typed).map(|query| self.index.closest(&query, is_unfinished)).unwrap_or_default()
    }

    /// The emergency entry, where the message describes danger to life.
    pub(super) fn emergency_in(&self, message: &str) -> Option<EntryId> {
        let names = self.knowledge.campaign.names.iter().map(|name| name.value.as_str());
        self.knowledge.campaign.emergency.filter(|_| emergency::describes_danger(message, names))
    }

    /// The reply, and what `explain` makes of the danger and the decisions.
    pub(super) fn respond<E>(&self, message: &str, context: Context, explain: impl FnOnce(bool, &[Decided<'_>]) -> E) -> (Reply, E) {
        let in_danger = self.emergency_in(message);
        let split = split(message);
        let language = context.language.or_else(|| split.as_ref()?.whole.query.language()).unwrap_or(context.fallback);
        let parts = split.as_ref().map(|message| self.parts(message)).unwrap_or_default();
        let mut composer = Composer { knowledge: &self.knowledge, context, language, reply: Reply::empty(message, language) };
        composer.compose(&parts, in_danger);
        // A message that was taken as one question after all has no rest.
        composer.leave_out(split.as_ref().filter(|_| parts.len() > 1).map_or(&[], |message| message.rest.as_slice()));
        (composer.reply, explain(in_danger.is_some(), &parts))
    }
}

struct Composer<'k> {
    knowledge: &'k Knowledge,
    context: Context,
    language: Language,
    reply: Reply,
}

impl Composer<'_> {
    fn compose(&mut self, parts: &[Decided<'_>], in_danger: Option<EntryId>) {
        if let Some(first) = parts.first() {
            let entries = first.ranking.entries.iter().zip(&first.ranking.probabilities);
            self.reply.ranking = entries
                .filter_map(|(candidate, &confidence)| Some(Ranked { entry: self.knowledge[candidate.class.entry()?].id.value.clone(), confidence }))
                .collect();
            self.reply.confidence = first.ranking.confidence;
        }
        if let Some(emergency) = in_danger {
            self.notice(Notice::Emergency);
            self.answer(emergency, false, self.language);
        }
        let mut offers: Vec<EntryId> = Vec::new();
        let mut silence: Option<&Silence> = None;
        for part in parts {
            let language = self.context.language.or(part.ranking.query.language()).unwrap_or(self.language);
            if part.decision.other_campaign {
                self.notice(Notice::OtherCampaign);
            }
            match &part.decision.choice {
                Choice::Answer { entry, corrects } => self.answer(*entry, *corrects, language),
                Choice::Clarify(entries) => {
                    // Whoever is in danger is not asked what they meant.
                    if in_danger.is_none() {
                        offers.extend(entries);
                    }
                    self.reply.unanswered.push(part.part.text.clone());
                }
                Choice::Abstain(reason) => {
                    // A decline may say where to turn instead, so the first one comes before any other silence.
                    let says_more = matches!(reason, Silence::Declined(_)) && !matches!(silence, Some(Silence::Declined(_)));
                    if silence.is_none() || says_more {
                        silence = Some(reason);
                    }
                    self.reply.unanswered.push(part.part.text.clone());
                }
            }
        }
        // What to do first is all that someone in danger needs to read about the rest.
        let unsaid = match in_danger {
            Some(_) => None,
            None => silence.map(|silence| self.unsaid(silence)).or(parts.is_empty().then_some(Unsaid::TooLittle)),
        };
        if let Some(Silence::Declined(id)) = silence {
            self.reply.declined = Some(self.knowledge[*id].id.value.clone());
        }
        self.finish(offers, unsaid);
    }

    /// The questions beyond those that are answered at once: the member is told that there were some.
    fn leave_out(&mut self, rest: &[String]) {
        if rest.is_empty() {
            return;
        }
        self.reply.unanswered.extend_from_slice(rest);
        if !self.reply.notices.contains(&Notice::Emergency) {
            self.cut();
        }
    }

    fn cut(&mut self) {
        self.reply.is_cut = true;
        let told = sentences::TOO_MANY.in_language(self.language);
        let message = self.reply.message.take();
        self.reply.message = Some(message.map_or_else(|| told.to_owned(), |message| format!("{message} {told}")));
    }

    fn unsaid(&self, silence: &Silence) -> Unsaid {
        match silence {
            Silence::Declined(id) => Unsaid::Declined(self.knowledge[*id].id.value.clone()),
            Silence::TooLittle => Unsaid::TooLittle,
            Silence::Unknown | Silence::OtherCampaign(_) => Unsaid::Unknown,
        }
    }

    fn finish(&mut self, mut offers: Vec<EntryId>, unsaid: Option<Unsaid>) {
        let is_answered = !self.reply.answers.is_empty();
        if is_answered {
            let answered: Vec<String> = self.reply.answers.iter().map(|answer| answer.entry.clone()).collect();
            let related =
                answered.iter().filter_map(|id| self.knowledge.entry_named(id)).flat_map(|id| self.knowledge[id].related.iter().map(|related| related.value));
            offers.extend(related.collect::<Vec<_>>());
            offers.retain(|id| !answered.contains(&self.knowledge[*id].id.value));
        }
        let mut seen = HashSet::new();
        offers.retain(|id| seen.insert(*id));
        self.reply.suggestions = offers.into_iter().take(OFFERED).filter_map(|id| Suggestion::new(&self.knowledge[id], self.language)).collect();
        self.reply.decision = match (is_answered, self.reply.suggestions.is_empty()) {
            (true, _) => Verdict::Answer,
            (false, false) => Verdict::Clarify,
            (false, true) => Verdict::Abstain,
        };
        self.reply.message = unsaid.as_ref().map(|unsaid| self.words(unsaid, self.reply.decision != Verdict::Abstain));
        self.reply.unsaid = unsaid;
        self.reply.notices.sort_unstable();
    }

    /// What is said when a part, or all, is not answered.
    fn words(&self, unsaid: &Unsaid, is_answered: bool) -> String {
        let campaign = &self.knowledge.campaign;
        match (unsaid, is_answered) {
            (Unsaid::Declined(id), _) => {
                let text = self.knowledge.declines().find(|(_, decline)| decline.id.value == *id).map(|(_, decline)| &decline.text);
                let own = text.and_then(|text| text.get(self.language)?.reply.as_ref());
                let reply = own.or_else(|| text?.best(self.language)?.1.reply.as_ref());
                match (reply, is_answered) {
                    (reply, true) => sentences::other_part_declined(self.language, campaign, reply.map(|reply| reply.value.as_str())),
                    (Some(reply), false) => reply.value.clone(),
                    (None, false) => sentences::declined(self.language, campaign),
                }
            }
            (_, true) => sentences::other_part_unknown(self.language, campaign),
            (Unsaid::TooLittle, false) => {
                let example = self.knowledge.examples().next().and_then(|entry| entry.text.best(self.language));
                sentences::too_little(self.language, example.map(|(_, text)| text.question.value.as_str()))
            }
            (Unsaid::Unknown, false) => sentences::unknown(self.language, campaign),
        }
    }

    fn answer(&mut self, id: EntryId, corrects: bool, language: Language) {
        let entry = &self.knowledge[id];
        let Some((written, text)) = entry.text.best(language) else { return };
        if self.reply.answers.iter().any(|answer| answer.entry == entry.id.value) {
            return;
        }
        let past = self.knowledge.is_past(id, self.context.today);
        self.reply.answers.push(Answer::new(self.knowledge, entry, text, past));
        for (applies, notice) in [(corrects, Notice::Correction), (past, Notice::Past), (written != language, Notice::OtherLanguage)] {
            if applies {
                self.notice(notice);
            }
        }
    }

    fn notice(&mut self, notice: Notice) {
        if !self.reply.notices.contains(&notice) {
            self.reply.notices.push(notice);
        }
    }
}
