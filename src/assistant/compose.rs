//! From decisions about the parts of a message to one reply: what is answered, what is offered, and what is said about the rest.

use std::collections::HashSet;

use jiff::civil::Date;

use super::explanation::{CandidateExplanation, Explanation, PartExplanation};
use super::reply::{Answer, Citation, Notice, Ranked, Reply, Suggestion, Verdict};
use super::{Assistant, Context, sentences};
use crate::dialogue::guards::{Case, emergency};
use crate::dialogue::{Choice, Decision, Silence, decide};
use crate::knowledge::{EntryId, EntryText, Knowledge};
use crate::matching::{Class, Confidence, OFFERED, Ranking};
use crate::text::{Language, Message, Part, Query, split};

/// A part that was ranked and decided.
pub(super) struct Decided<'m> {
    part: &'m Part,
    ranking: Ranking,
    decision: Decision,
}

impl Assistant {
    /// The reply to a message and how it came about.
    #[must_use]
    pub fn explain(&self, message: &str, context: Context) -> (Reply, Explanation) {
        self.respond(message, context, |in_danger, parts| Explanation {
            emergency: in_danger,
            parts: parts.iter().map(|part| self.explain_part(part)).collect(),
        })
    }

    /// The reply, and what `explain` makes of the danger and the decisions.
    pub(super) fn respond<E>(&self, message: &str, context: Context, explain: impl FnOnce(bool, &[Decided<'_>]) -> E) -> (Reply, E) {
        let names = self.knowledge.campaign.names.iter().map(|name| name.value.as_str());
        let in_danger = self.knowledge.campaign.emergency.filter(|_| emergency::describes_danger(message, names));
        let split = split(message);
        let language = context.language.or_else(|| split.as_ref()?.whole.query.language()).unwrap_or(context.fallback);
        let parts = split.as_ref().map(|message| self.parts(message)).unwrap_or_default();
        let mut composer = Composer { knowledge: &self.knowledge, context, language, reply: empty(message, language) };
        composer.compose(&parts, in_danger);
        // A message that was taken as one question after all has no rest.
        composer.leave_out(split.as_ref().filter(|_| parts.len() > 1).map_or(&[], |message| message.rest.as_slice()));
        (composer.reply, explain(in_danger.is_some(), &parts))
    }

    fn decided<'m>(&self, part: &'m Part) -> Decided<'m> {
        let ranking = self.index.rank(part);
        let decision = decide(Case { knowledge: &self.knowledge, index: &self.index, background: &self.background, part, ranking: &ranking });
        Decided { part, ranking, decision }
    }

    /// The parts to reply to: those that the message seems to have, unless one question was only put in several clauses.
    fn parts<'m>(&self, message: &'m Message) -> Vec<Decided<'m>> {
        let whole = self.decided(&message.whole);
        if whole.ranking.exact.is_some() || message.parts.len() < 2 {
            return vec![whole];
        }
        let mut parts: Vec<Decided<'_>> = Vec::with_capacity(message.parts.len());
        for part in &message.parts {
            let decided = self.decided(part);
            let completed = parts.last().filter(|_| answered(&decided).is_none()).and_then(|before| self.completed(before, part, &decided.ranking));
            parts.push(completed.unwrap_or(decided));
        }
        // A clause that says nothing of its own ("is that true?", "does anyone know") asks nothing of its own.
        parts.retain(|part| !matches!(part.decision.choice, Choice::Abstain(Silence::TooLittle)));
        let answered = parts.iter().filter_map(answered).collect::<HashSet<_>>();
        let says_no_more = match answered.len() {
            0 => true,
            1 => answered_or_first(&whole).is_some_and(|entry| answered.contains(&entry)) && !parts.iter().any(|part| asks_other(part, &answered)),
            _ => false,
        };
        if parts.len() < 2 || (says_no_more && !declines_other(&parts)) { vec![whole] } else { parts }
    }

    /// "What about the pharmacies?" leaves out what the question before it said ("are … open"): the two together may say enough.
    /// `alone` is what the part means without it: the two together may only settle on something that it speaks for itself.
    fn completed<'m>(&self, before: &Decided<'_>, part: &'m Part, alone: &Ranking) -> Option<Decided<'m>> {
        /// Content words of a part that leaves something out.
        const FEW: usize = 2;
        if part.query.content().count() > FEW || alone.on_subject == 0.0 || first_entry(alone) == first_entry(&before.ranking) {
            return None;
        }
        let terms = before.part.query.terms().iter().chain(part.query.terms()).cloned().collect();
        let together = Part { text: part.text.clone(), query: Query::of_terms(terms, part.query.language().or(before.part.query.language()))?, focus: None };
        let mut ranking = self.index.rank_without(&together, first_entry(&before.ranking));
        ranking.exact = None;
        let decision = decide(Case { knowledge: &self.knowledge, index: &self.index, background: &self.background, part, ranking: &ranking });
        let Choice::Answer { entry, .. } = decision.choice else { return None };
        let speaks_for_it = alone.entries.iter().take(OFFERED).any(|candidate| candidate.class == Class::Entry(entry));
        speaks_for_it.then_some(Decided { part, ranking, decision })
    }

    fn explain_part(&self, decided: &Decided<'_>) -> PartExplanation {
        let Decided { ranking, decision, .. } = decided;
        let mut candidates: Vec<_> = ranking.entries.iter().chain(&ranking.decline).collect();
        candidates.sort_by(|one, other| other.score.total_cmp(&one.score));
        let classes: Vec<Class> = candidates.iter().map(|candidate| candidate.class).collect();
        let shares = self.index.shares(&ranking.query, &classes);
        let id = |class: Class| match class {
            Class::Entry(id) => (self.knowledge[id].id.value.clone(), false),
            Class::Decline(id) => (self.knowledge[id].id.value.clone(), true),
        };
        let costs = decision.costs;
        let chosen = match &decision.choice {
            Choice::Answer { .. } => "answer",
            Choice::Clarify(_) => "clarify",
            Choice::Abstain(_) => "abstain",
        };
        PartExplanation {
            normal_form: ranking.query.normal_form(),
            language: ranking.query.language(),
            corrections: ranking.corrections.clone(),
            candidates: candidates
                .into_iter()
                .zip(shares)
                .map(|(candidate, shares)| {
                    let (id, is_decline) = id(candidate.class);
                    let signals = shares.iter().map(|(block, share)| (block.name(), *share)).collect();
                    CandidateExplanation { id, is_decline, score: candidate.score, signals }
                })
                .collect(),
            confidence: ranking.confidence.value(),
            among_first_three: ranking.among_offered.value(),
            exact: ranking.exact.is_some(),
            guards: decision.guards.iter().map(|(name, ruling)| format!("{name}: {}", ruling.describe())).collect(),
            decision: format!("{chosen}; expected cost of an answer {:.2}, of asking back {:.2}, of silence {:.2}", costs.answer, costs.clarify, costs.abstain),
        }
    }
}

fn answered(part: &Decided<'_>) -> Option<EntryId> {
    match part.decision.choice {
        Choice::Answer { entry, .. } => Some(entry),
        _ => None,
    }
}

fn answered_or_first(part: &Decided<'_>) -> Option<EntryId> {
    answered(part).or_else(|| first_entry(&part.ranking))
}

fn first_entry(ranking: &Ranking) -> Option<EntryId> {
    ranking.entries.first().and_then(|candidate| match candidate.class {
        Class::Entry(id) => Some(id),
        Class::Decline(_) => None,
    })
}

/// Whether a part that can't be answered outright likely asks something else than the others: it is not lost in their answer.
fn asks_other(part: &Decided<'_>, answered: &HashSet<EntryId>) -> bool {
    /// Below it a clause may well be part of the question beside it.
    const LIKELY: f32 = 0.5;
    let Choice::Clarify(entries) = &part.decision.choice else { return false };
    part.ranking.confidence.value() > LIKELY && entries.first().is_some_and(|entry| !answered.contains(entry))
}

/// Whether a part is of a kind that must not be answered, which must not be lost in the answer to the others.
fn declines_other(parts: &[Decided<'_>]) -> bool {
    parts.iter().any(|part| matches!(part.decision.choice, Choice::Abstain(Silence::Declined(_) | Silence::OtherCampaign(_))))
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
            self.reply.ranking = entries.filter_map(|(candidate, &confidence)| Some(Ranked { entry: self.id(candidate.class)?, confidence })).collect();
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
        self.finish(offers, silence, parts.is_empty());
        // What to do first is all that someone in danger needs to read about the rest.
        if in_danger.is_some() {
            self.reply.message = None;
        }
    }

    /// The questions beyond those that are answered at once: the member is told that there were some.
    fn leave_out(&mut self, rest: &[String]) {
        if rest.is_empty() {
            return;
        }
        self.reply.unanswered.extend_from_slice(rest);
        let told = sentences::TOO_MANY.in_language(self.language);
        let message = self.reply.message.take();
        self.reply.message = Some(message.map_or_else(|| told.to_owned(), |message| format!("{message} {told}")));
    }

    fn finish(&mut self, mut offers: Vec<EntryId>, silence: Option<&Silence>, nothing_said: bool) {
        if let Some(Silence::Declined(id)) = silence {
            self.reply.declined = Some(self.knowledge[*id].id.value.clone());
        }
        let is_answered = !self.reply.answers.is_empty();
        let nothing = Silence::TooLittle;
        let silence = silence.or((nothing_said && !is_answered).then_some(&nothing));
        if is_answered {
            let answered: Vec<String> = self.reply.answers.iter().map(|answer| answer.entry.clone()).collect();
            let related =
                answered.iter().filter_map(|id| self.knowledge.entry_named(id)).flat_map(|id| self.knowledge[id].related.iter().map(|related| related.value));
            offers.extend(related.collect::<Vec<_>>());
            offers.retain(|id| !answered.contains(&self.knowledge[*id].id.value));
        }
        let mut seen = HashSet::new();
        offers.retain(|id| seen.insert(*id));
        self.reply.suggestions = offers.into_iter().take(OFFERED).filter_map(|id| self.suggestion(id)).collect();
        self.reply.decision = match (is_answered, self.reply.suggestions.is_empty()) {
            (true, _) => Verdict::Answer,
            (false, false) => Verdict::Clarify,
            (false, true) => Verdict::Abstain,
        };
        self.reply.message = silence.map(|silence| self.silence(silence, self.reply.decision != Verdict::Abstain));
        self.reply.notices.sort_unstable();
    }

    /// What is said when a part, or all, is not answered.
    fn silence(&self, silence: &Silence, is_answered: bool) -> String {
        let campaign = &self.knowledge.campaign;
        match (silence, is_answered) {
            (Silence::Declined(id), _) => {
                let reply = self.knowledge[*id].text.iter().find(|(language, _)| *language == self.language).and_then(|(_, text)| text.reply.as_ref());
                let reply = reply.or_else(|| self.knowledge[*id].text.best(self.language).and_then(|(_, text)| text.reply.as_ref()));
                match (reply, is_answered) {
                    (reply, true) => sentences::other_part_declined(self.language, campaign, reply.map(|reply| reply.value.as_str())),
                    (Some(reply), false) => reply.value.clone(),
                    (None, false) => sentences::declined(self.language, campaign),
                }
            }
            (_, true) => sentences::other_part_unknown(self.language, campaign),
            (Silence::TooLittle, false) => {
                let example = self.knowledge.examples().next().and_then(|entry| entry.text.best(self.language));
                sentences::too_little(self.language, example.map(|(_, text)| text.question.value.as_str()))
            }
            (Silence::Unknown | Silence::OtherCampaign(_), false) => sentences::unknown(self.language, campaign),
        }
    }

    fn answer(&mut self, id: EntryId, corrects: bool, language: Language) {
        let entry = &self.knowledge[id];
        let Some((written, text)) = entry.text.best(language) else { return };
        if self.reply.answers.iter().any(|answer| answer.entry == entry.id.value) {
            return;
        }
        let past = self.knowledge.is_past(id, self.context.today);
        self.reply.answers.push(Answer {
            entry: entry.id.value.clone(),
            question: text.question.value.clone(),
            text: text.answer.value.clone(),
            as_of: entry.as_of.as_ref().map(|day| day.value),
            attribution: entry.attribution,
            sources: entry.sources.iter().map(|source| cite(self.knowledge, source.value)).collect(),
            past,
        });
        for (applies, notice) in [(corrects, Notice::Correction), (past, Notice::Past), (written != language, Notice::OtherLanguage)] {
            if applies {
                self.notice(notice);
            }
        }
    }

    fn suggestion(&self, id: EntryId) -> Option<Suggestion> {
        let entry = &self.knowledge[id];
        let (_, EntryText { question, .. }) = entry.text.best(self.language)?;
        Some(Suggestion { entry: entry.id.value.clone(), question: question.value.clone() })
    }

    fn id(&self, class: Class) -> Option<String> {
        match class {
            Class::Entry(id) => Some(self.knowledge[id].id.value.clone()),
            Class::Decline(_) => None,
        }
    }

    fn notice(&mut self, notice: Notice) {
        if !self.reply.notices.contains(&notice) {
            self.reply.notices.push(notice);
        }
    }
}

fn cite(knowledge: &Knowledge, id: crate::knowledge::SourceId) -> Citation {
    let source = &knowledge[id];
    let day: Option<Date> = source.published.as_ref().map(|day| day.value);
    Citation {
        id: source.id.value.clone(),
        publisher: source.publisher.value.clone(),
        title: source.title.value.clone(),
        published: day,
        url: source.url.as_ref().map(|url| url.value.clone()),
    }
}

fn empty(message: &str, language: Language) -> Reply {
    Reply {
        question: message.to_owned(),
        decision: Verdict::Abstain,
        language,
        answers: Vec::new(),
        suggestions: Vec::new(),
        unanswered: Vec::new(),
        declined: None,
        message: None,
        notices: Vec::new(),
        confidence: Confidence::NONE,
        ranking: Vec::new(),
    }
}
