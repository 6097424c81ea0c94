//! The labelled examples that a knowledge holds: each phrasing and shown question is one of its entry, each phrasing of a decline
//! one of that kind. And what is learnt of words from them, before any head is trained.

use xxhash_rust::xxh3::xxh3_64;

use super::class::{Class, Classes};
use super::correction::Corrector;
use super::features::FeatureSpace;
use super::head::Example;
use super::lexicon::Lexicon;
use crate::knowledge::{Knowledge, Located, Span};
use crate::text::{Language, Query};

/// A phrasing as an example.
#[derive(Debug, Clone)]
pub struct Phrasing {
    /// In the form in which questions are compared: typos that curators wrote on purpose are corrected like a member's.
    pub query: Query,
    /// As it was written, in normal form, for exact matches.
    pub written: String,
    /// What it asks.
    pub class: Class,
    /// In which language's list it stands.
    pub language: Language,
    /// Where it was written.
    pub span: Span,
}

/// All that heads are trained on, and the words that it is written in.
#[derive(Debug)]
pub struct Material {
    /// What the knowledge calls things.
    pub lexicon: Lexicon,
    /// Its words, to read typos by.
    pub corrector: Corrector,
    /// All phrasings, in an order that only depends on what they say: a knowledge means the same however its entries are arranged.
    pub phrasings: Vec<Phrasing>,
    /// How many classes they are of.
    pub classes: Classes,
    /// Their features.
    pub space: FeatureSpace,
    /// The phrasings as numbers, in the same order.
    pub examples: Vec<Example>,
}

impl Material {
    /// Reads a knowledge.
    #[must_use]
    pub fn learn(knowledge: &Knowledge) -> Self {
        let classes = Classes {
            entries: u32::try_from(knowledge.entries.len()).unwrap_or(u32::MAX),
            declines: u32::try_from(knowledge.declines.len()).unwrap_or(u32::MAX),
        };
        let (lexicon, (corrector, phrasings)) = std::thread::scope(|scope| {
            let lexicon = scope.spawn(|| Lexicon::learn(knowledge));
            let mut phrasings = phrasings(knowledge);
            phrasings.sort_by_cached_key(|phrasing| (xxh3_64(phrasing.written.as_bytes()), phrasing.class.id(knowledge)));
            let corrector = Corrector::learn(knowledge, phrasings.iter().map(|phrasing| &phrasing.query));
            phrasings.iter_mut().for_each(|phrasing| phrasing.query = corrector.correct(&phrasing.query).0);
            // A panic in the other thread is one of this one.
            (lexicon.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), (corrector, phrasings))
        });
        let space = FeatureSpace::learn(phrasings.iter().map(|phrasing| &phrasing.query), &lexicon);
        let example = |phrasing: &Phrasing| Example { features: space.features(&phrasing.query, &lexicon), class: classes.column(phrasing.class) };
        let examples = phrasings.iter().map(example).collect();
        Self { lexicon, corrector, phrasings, classes, space, examples }
    }
}

/// All phrasings as they were written.
fn phrasings(knowledge: &Knowledge) -> Vec<Phrasing> {
    let mut phrasings = Vec::new();
    let mut add = |text: &Located<String>, class, language| {
        if let Some(query) = Query::new(&text.value) {
            phrasings.push(Phrasing { written: query.normal_form(), query, class, language, span: text.span.clone() });
        }
    };
    for (id, entry) in knowledge.entries() {
        for (language, text) in entry.text.iter() {
            for phrasing in std::iter::once(&text.question).chain(&text.phrasings) {
                add(phrasing, Class::Entry(id), language);
            }
        }
    }
    for (id, decline) in knowledge.declines() {
        for (language, text) in decline.text.iter() {
            for phrasing in &text.phrasings {
                add(phrasing, Class::Decline(id), language);
            }
        }
    }
    phrasings
}
