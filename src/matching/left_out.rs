//! Asks every phrasing of a trained knowledge as if nobody had written it down: what members ask is seldom what stands there word
//! for word, so what becomes of a phrasing that was left out shows what becomes of them.
//!
//! The phrasings are dealt into folds; for each fold a head is trained on all others and scores what was left out, with what
//! [`super::Index::rank`] adds to the scores. Words and their weights are learnt from all phrasings at once: that moves hardly a
//! score, and learning them anew for each fold would take longer than the training.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::class::{Class, Classes};
use super::examples::{Material, Phrasing};
use super::head::Example;
use super::index::{add_facts, offsets, train};
use crate::knowledge::{Knowledge, Span};
use crate::text::Language;

/// Parts that are left out in turn. With ten an entry loses a tenth of its phrasings at a time, so that the rest is nearly what the
/// bot knows.
pub const FOLDS: usize = 10;

/// Heads that are trained at once: each takes tens of megabytes while it learns, and as many are trained when a knowledge is loaded.
const THREADS: usize = 2;

/// What became of a phrasing that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Where it stands.
    pub span: Span,
    /// The language that it stands under.
    pub language: Language,
    /// Whose it is.
    pub own: Class,
    /// What scored best for it.
    pub found: Class,
}

impl LeftOut {
    /// Whether it led where it should: to its own entry; or, for what must not be answered, to no entry. Which kind of decline it
    /// was taken for matters little: the person is told that nothing is known, and asks a human.
    #[must_use]
    pub fn is_right(&self) -> bool {
        match self.own {
            Class::Entry(_) => self.own == self.found,
            Class::Decline(_) => matches!(self.found, Class::Decline(_)),
        }
    }
}

/// Leaves out every phrasing that can be missed, and tells what it was led to instead; in the order of the files, the same at
/// every run. `fold_done` is called [`FOLDS`] times, from any thread.
///
/// Two kinds of phrasings can't be missed and are not tried: the only one of its entry in a language, since nothing would be left
/// that says what to find; and one that stands elsewhere too, since it would be met as an exact match.
#[must_use]
pub fn leave_out(knowledge: &Knowledge, fold_done: &(dyn Fn() + Sync)) -> Vec<LeftOut> {
    let Material { lexicon, phrasings, classes, space, examples, .. } = Material::learn(knowledge);
    let folds = deal(&phrasings);
    let tried = can_be_missed(&phrasings);
    let round = |fold: usize| -> Vec<LeftOut> {
        let known = || folds.iter().enumerate().filter(|(_, own)| **own != fold).map(|(at, _)| at);
        let seen: Vec<&Example> = known().filter_map(|at| examples.get(at)).collect();
        let head = train(&seen, space.len(), classes);
        let offsets = offsets(classes, known().filter_map(|at| phrasings.get(at)).map(|phrasing| phrasing.class));
        let asked = phrasings.iter().zip(&examples).zip(folds.iter().zip(&tried));
        let asked = asked.filter(|(_, (own, tried))| **own == fold && **tried);
        let outcomes = asked.map(|((phrasing, example), _)| {
            let mut scores = head.scores(&example.features);
            scores.iter_mut().zip(&offsets).for_each(|(score, offset)| *score += offset);
            add_facts(&lexicon, classes, &phrasing.query, &mut scores);
            let found = best(&scores, classes).unwrap_or(phrasing.class);
            LeftOut { span: phrasing.span.clone(), language: phrasing.language, own: phrasing.class, found }
        });
        let outcomes = outcomes.collect();
        fold_done();
        outcomes
    };
    let next = AtomicUsize::new(0);
    let worker = || {
        let mut outcomes = Vec::new();
        loop {
            let fold = next.fetch_add(1, Ordering::Relaxed);
            if fold >= FOLDS {
                return outcomes;
            }
            outcomes.extend(round(fold));
        }
    };
    let mut outcomes = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..THREADS).map(|_| scope.spawn(worker)).collect();
        // A panic in another thread is one of this one.
        workers.into_iter().flat_map(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect::<Vec<_>>()
    });
    outcomes.sort_unstable_by_key(|outcome| (outcome.span.file, outcome.span.bytes.start));
    outcomes
}

/// The fold of each phrasing: in turn among those of its class, so that no fold takes all that an entry has.
fn deal(phrasings: &[Phrasing]) -> Vec<usize> {
    let mut places: HashMap<Class, usize> = HashMap::new();
    let mut fold = |phrasing: &Phrasing| {
        let place = places.entry(phrasing.class).or_default();
        *place += 1;
        (*place - 1) % FOLDS
    };
    phrasings.iter().map(&mut fold).collect()
}

fn can_be_missed(phrasings: &[Phrasing]) -> Vec<bool> {
    let mut forms: HashMap<&str, usize> = HashMap::new();
    let mut owned: HashMap<(Class, Language), usize> = HashMap::new();
    let corrected: Vec<String> = phrasings.iter().map(|phrasing| phrasing.query.normal_form()).collect();
    let own_forms = || phrasings.iter().zip(&corrected).map(|(phrasing, corrected)| (phrasing, phrasing.written.as_str(), corrected.as_str()));
    for (phrasing, written, corrected) in own_forms() {
        *owned.entry((phrasing.class, phrasing.language)).or_default() += 1;
        *forms.entry(written).or_default() += 1;
        if corrected != written {
            *forms.entry(corrected).or_default() += 1;
        }
    }
    let stands_once = |form: &str| forms.get(form).is_none_or(|&count| count == 1);
    let has_company = |phrasing: &Phrasing| owned.get(&(phrasing.class, phrasing.language)).is_some_and(|&count| count > 1);
    own_forms().map(|(phrasing, written, corrected)| has_company(phrasing) && stands_once(written) && stands_once(corrected)).collect()
}

/// The class with the highest score; the first of equals.
fn best(scores: &[f32], classes: Classes) -> Option<Class> {
    let best = scores.iter().enumerate().max_by(|(one, score), (other, rival)| score.total_cmp(rival).then(other.cmp(one)));
    best.map(|(column, _)| classes.at(column))
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::{FOLDS, LeftOut, leave_out};
    use crate::knowledge::{Knowledge, SourceFile, parse};
    use crate::matching::Class;

    fn knowledge(blocks: &str) -> Knowledge {
        let head = "schema = 1\n[campaign]\nid = \"bakers\"\ntitle = \"Bakers on strike\"\n[sources.gazette]\npublisher = \"Gazette\"\ntitle = \"Ovens\"\n";
        let parsed = parse(vec![SourceFile { path: "bakers.toml".to_owned(), text: format!("{head}{blocks}") }]);
        parsed.knowledge.unwrap_or_else(|| panic!("{:#?}", parsed.findings))
    }

    fn entry(id: &str, question: &str, phrasings: &[&str]) -> String {
        format!("[[entries]]\nid = \"{id}\"\nquestion = \"{question}\"\nphrasings = {phrasings:?}\nanswer = \"So.\"\nsources = [\"gazette\"]\n")
    }

    fn decline(id: &str, phrasings: &[&str]) -> String {
        format!("[[declines]]\nid = \"{id}\"\nphrasings = {phrasings:?}\n")
    }

    /// The phrasings that were tried, each with what it was led to, `!` before what should not be.
    fn outcomes(knowledge: &Knowledge) -> Vec<String> {
        let id = |class| match class {
            Class::Entry(id) => &knowledge[id].id.value,
            Class::Decline(id) => &knowledge[id].id.value,
        };
        let shown = |outcome: &LeftOut| {
            let mark = if outcome.is_right() { "" } else { "!" };
            format!("{} > {mark}{}", knowledge.files[0].text.get(outcome.span.bytes.clone()).unwrap(), id(outcome.found))
        };
        leave_out(knowledge, &|| ()).iter().map(shown).collect()
    }

    const OVENS: [&str; 4] = ["when do ovens go cold", "ovens cold today", "are ovens cold", "cold ovens now"];
    const WAGES: [&str; 4] = ["what do wages rise to", "wages rise this year", "do wages rise", "rise of wages"];

    #[test]
    fn a_phrasing_is_led_by_what_is_left() {
        let knowledge = knowledge(
            &(entry("ovens", "Do ovens stay cold?", &OVENS) + &entry("wages", "How do wages rise?", &[&WAGES[..], &["ovens cold at noon"]].concat())),
        );
        let outcomes = outcomes(&knowledge);
        assert_eq!(outcomes.len(), 11);
        let wrong: Vec<&String> = outcomes.iter().filter(|outcome| outcome.contains('!')).collect();
        assert_eq!(wrong, ["ovens cold at noon > !ovens"]);
    }

    #[test]
    fn a_decline_is_right_wherever_nothing_is_answered() {
        let knowledge = knowledge(
            &(entry("ovens", "Do ovens stay cold?", &OVENS)
                + &decline("recipes", &["bake rye bread", "rye bread recipe", "ovens cold at night"])
                + &decline("wages", &[&WAGES[..], &["rye bread in wages"]].concat())),
        );
        let outcomes = outcomes(&knowledge);
        assert!(outcomes.contains(&"ovens cold at night > !ovens".to_owned()), "{outcomes:?}");
        assert!(outcomes.contains(&"rye bread in wages > recipes".to_owned()), "{outcomes:?}");
    }

    #[test]
    fn what_cannot_be_missed_is_not_tried() {
        let spanish = "[entries.es]\nquestion = \"¿Siguen fríos los hornos?\"\nanswer = \"Sí.\"\n";
        let alone = entry("alone", "Who bakes?", &[]);
        let repeated = entry("ovens", "Do ovens stay cold?", &["Ovens cold!", "ovens cold", "are ovens cold"]) + spanish;
        let elsewhere = entry("wages", "Do wages rise?", &["rise of wages", "are ovens cold?"]);
        let tried = outcomes(&knowledge(&(alone + &repeated + &elsewhere)));
        let tried: Vec<&str> = tried.iter().filter_map(|outcome| outcome.split(" > ").next()).collect();
        assert_eq!(tried, ["Do ovens stay cold?", "Do wages rise?", "rise of wages"]);
    }

    #[test]
    fn a_knowledge_without_entries_has_nothing_to_try() {
        assert_eq!(outcomes(&knowledge("")), [""; 0]);
    }

    #[test]
    fn every_run_tells_the_same_and_how_far_it_is() {
        let knowledge = knowledge(&(entry("ovens", "Do ovens stay cold?", &OVENS) + &entry("wages", "How do wages rise?", &WAGES)));
        let calls = AtomicUsize::new(0);
        let first = leave_out(&knowledge, &|| _ = calls.fetch_add(1, Ordering::Relaxed));
        assert_eq!(calls.into_inner(), FOLDS);
        assert!(!first.is_empty() && (0..3).all(|_| leave_out(&knowledge, &|| ()) == first));
    }
}
