//! What holds for every reply on the curators' knowledge, whatever was typed:
//!
//! - any message gets a reply, quickly, and the reply is in order: what was decided fits what it holds, every id is there, the
//!   ranking is sorted, every probability is one;
//! - nothing of the message comes back to where people read, and nothing that steers a terminal or calls everyone;
//! - a phrasing finds its own entry, and a phrasing of a decline is not answered;
//! - a reply fits into a Discord message and its suggestions onto buttons;
//! - the form for machines has the keys that others rely on.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops at what it did not expect")]

mod curated;

use std::sync::LazyLock;

use curated::{CONTEXT, assistant, shown};
use jiff::civil::date;
use proptest::prelude::*;
use strikebot::assistant::wording::{self, LineKind};
use strikebot::assistant::{Assistant, Context, Notice, Reply, Verdict};
use strikebot::knowledge::SourceFile;
use strikebot::text::Language;

/// Longest content of a message, in UTF-16 code units, the strictest way to count. Source: Discord, Create Message.
const LONGEST_CONTENT: usize = 2000;

/// Longest label of a button, counted the same way. Source: Discord, Button.
const LONGEST_LABEL: usize = 80;

/// Most suggestions of one reply.
const MOST_SUGGESTIONS: usize = 3;

/// Most entries of a ranking.
const MOST_RANKED: usize = 5;

/// During the dispute, on its last day, and long after.
const DAYS: [jiff::civil::Date; 3] = [date(2023, 10, 5), date(2023, 10, 7), date(2026, 11, 24)];

/// Every text that the curators wrote as something that is asked, with whose it is.
static PHRASINGS: LazyLock<Vec<Asked>> = LazyLock::new(|| {
    let knowledge = assistant().knowledge();
    let mut phrasings = Vec::new();
    for entry in &knowledge.entries {
        for (_, text) in entry.text.iter() {
            let asked = |phrasing: &str| Asked { text: phrasing.to_owned(), id: entry.id.value.clone(), is_decline: false };
            phrasings.extend(std::iter::once(&text.question).chain(&text.phrasings).map(|phrasing| asked(&phrasing.value)));
        }
    }
    for decline in &knowledge.declines {
        for (_, text) in decline.text.iter() {
            let asked = |phrasing: &str| Asked { text: phrasing.to_owned(), id: decline.id.value.clone(), is_decline: true };
            phrasings.extend(text.phrasings.iter().map(|phrasing| asked(&phrasing.value)));
        }
    }
    phrasings
});

#[derive(Debug, Clone)]
struct Asked {
    text: String,
    id: String,
    is_decline: bool,
}

fn utf16(text: &str) -> usize {
    text.encode_utf16().count()
}

/// What must hold of any reply.
fn is_in_order(message: &str, context: Context) -> Result<Reply, TestCaseError> {
    let (assistant, knowledge) = (assistant(), assistant().knowledge());
    let reply = assistant.reply(message, context);
    prop_assert_eq!(&reply, &assistant.reply(message, context), "the same question gets the same answer");
    prop_assert_eq!(reply.question.as_str(), message);
    prop_assert!(context.language.is_none_or(|language| language == reply.language));
    match reply.decision {
        Verdict::Answer => prop_assert!(!reply.answers.is_empty()),
        Verdict::Clarify => prop_assert!(reply.answers.is_empty() && !reply.suggestions.is_empty()),
        Verdict::Abstain => prop_assert!(reply.answers.is_empty() && reply.suggestions.is_empty() && reply.message.is_some()),
    }
    let known = |id: &String| knowledge.entry_named(id).is_some();
    let ids: Vec<&String> = reply.answers.iter().map(|answer| &answer.entry).collect();
    prop_assert!(ids.iter().all(|id| known(id)) && ids.iter().collect::<std::collections::HashSet<_>>().len() == ids.len(), "{ids:?}");
    prop_assert!(reply.suggestions.iter().all(|suggestion| known(&suggestion.entry) && !ids.contains(&&suggestion.entry)));
    prop_assert!(reply.suggestions.len() <= MOST_SUGGESTIONS);
    prop_assert!(reply.declined.as_ref().is_none_or(|id| knowledge.declines.iter().any(|decline| decline.id.value == *id)));
    prop_assert!(reply.notices.is_sorted() && reply.notices.windows(2).all(|pair| matches!(pair, [one, other] if one != other)));
    prop_assert_eq!(reply.notices.contains(&Notice::Past), reply.answers.iter().any(|answer| answer.past));
    let probabilities: Vec<f32> = reply.ranking.iter().map(|ranked| ranked.confidence.value()).collect();
    prop_assert!(probabilities.iter().all(|probability| (0.0..=1.0).contains(probability)), "{probabilities:?}");
    prop_assert!(probabilities.is_sorted_by(|one, other| one >= other), "{probabilities:?}");
    prop_assert!(reply.ranking.len() <= MOST_RANKED && reply.ranking.iter().all(|ranked| known(&ranked.entry)));
    prop_assert_eq!(reply.confidence, reply.ranking.first().map(|ranked| ranked.confidence).unwrap_or_default());
    let shown = shown(&reply);
    prop_assert!(!shown.trim().is_empty());
    prop_assert!(!shown.contains("@everyone") && !shown.contains("@here"), "{shown}");
    prop_assert!(!shown.chars().any(|c| (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')), "{shown:?}");
    Ok(reply)
}

/// A phrasing with a few letters lost, doubled, swapped or put in.
fn mutated() -> impl Strategy<Value = String> {
    let slip = (any::<prop::sample::Index>(), 0..4_u8, any::<char>());
    (prop::sample::select(&**PHRASINGS), prop::collection::vec(slip, 0..12)).prop_map(|(asked, slips)| {
        let mut letters: Vec<char> = asked.text.chars().collect();
        for (place, kind, letter) in slips {
            let at = place.index(letters.len().max(1));
            match kind {
                0 if at < letters.len() => drop(letters.remove(at)),
                1 if at + 1 < letters.len() => letters.swap(at, at + 1),
                2 if at < letters.len() => letters.insert(at, *letters.get(at).unwrap()),
                _ => letters.insert(at.min(letters.len()), letter),
            }
        }
        letters.into_iter().collect()
    })
}

/// In any of the ways that an edge may ask.
fn context() -> impl Strategy<Value = Context> {
    let language = prop::sample::select(vec![None, Some(Language::English), Some(Language::Spanish)]);
    (prop::sample::select(DAYS.to_vec()), language, prop::sample::select(Language::ALL.to_vec())).prop_map(|(today, language, fallback)| Context {
        today,
        language,
        fallback,
    })
}

/// A word that no one has ever written.
const NONSENSE: &str = "[bcdfghjkmpqvwxz]{8,12}";

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_gets_a_reply_in_order(message in any::<String>(), context in context()) {
        is_in_order(&message, context)?;
    }

    #[test]
    fn signs_and_scraps_of_questions_get_a_reply_in_order(
        message in "(\\?|¿|!|\\.| |\n|\t|,|;|:|\\$|%|#|@everyone|<@1>|\\*\\*|```|`|\\|\\||https://a.b/c|7|75,000|2019|\\$25|21%|not |no |and |y |why |when |cuándo |strike |huelga |kaiser |pharmacy |dolor |\u{301}|\u{200b}|\u{202e}|\u{0}|ñ|日|😀|ﷺ){0,40}",
        context in context()
    ) {
        is_in_order(&message, context)?;
    }

    #[test]
    fn a_phrasing_with_slips_gets_a_reply_in_order(message in mutated(), context in context()) {
        is_in_order(&message, context)?;
    }

    #[test]
    fn several_phrasings_at_once_get_a_reply_in_order(messages in prop::collection::vec(mutated(), 2..6), mark in "[?.!,;\n]", context in context()) {
        is_in_order(&messages.join(&format!("{mark} ")), context)?;
    }

    #[test]
    fn nothing_of_a_message_is_shown(asked in prop::sample::select(&**PHRASINGS), words in prop::collection::vec(NONSENSE, 1..6), before in any::<bool>()) {
        let nonsense = words.join(" ");
        let message = if before { format!("{nonsense} {}", asked.text) } else { format!("{} {nonsense}?", asked.text) };
        let shown = shown(&is_in_order(&message, CONTEXT)?).to_lowercase();
        prop_assert!(words.iter().all(|word| !shown.contains(word)), "{shown}");
        let shown = curated::shown(&is_in_order(&nonsense, CONTEXT)?).to_lowercase();
        prop_assert!(words.iter().all(|word| !shown.contains(word)), "{shown}");
    }

    #[test]
    fn capitals_and_marks_change_no_answer(asked in prop::sample::select(&**PHRASINGS)) {
        let entries = |message: &str| -> Vec<String> { assistant().reply(message, CONTEXT).answers.into_iter().map(|answer| answer.entry).collect() };
        let plain = entries(&asked.text);
        prop_assert_eq!(&entries(&format!("  **{}**!!", asked.text.trim_end_matches(['?', '.', '!']))), &plain);
        // Not every capital goes back to the letter that it came from.
        if asked.text.to_uppercase().to_lowercase() == asked.text.to_lowercase() {
            prop_assert_eq!(entries(&asked.text.to_uppercase()), plain);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_message_without_end_gets_a_reply_in_order(piece in "\\PC{1,12}", asked in prop::sample::select(&**PHRASINGS), context in context()) {
        is_in_order(&format!("{} {}", piece.repeat(100_000), asked.text), context)?;
    }
}

/// Phrasings whose reply is not the one of their own, as lines.
fn strayed(is_decline: bool, is_right: impl Fn(&Asked, &Reply) -> bool) -> Vec<String> {
    let all = PHRASINGS.iter().filter(|asked| asked.is_decline == is_decline);
    let replies = all.map(|asked| (asked, assistant().reply(&asked.text, CONTEXT)));
    let strayed = replies.filter(|(asked, reply)| !is_right(asked, reply));
    strayed
        .map(|(asked, reply)| {
            let answered: Vec<&str> = reply.answers.iter().map(|answer| answer.entry.as_str()).collect();
            format!("{}: {:?}: {:?} {answered:?} {:?}", asked.id, asked.text, reply.decision, reply.declined)
        })
        .collect()
}

#[test]
fn every_phrasing_finds_its_own_entry() {
    // An emergency comes first, whatever else is asked.
    let strayed = strayed(false, |asked, reply| {
        let mut others = reply.answers.iter().filter(|answer| !reply.notices.contains(&Notice::Emergency) || answer.entry == asked.id);
        others.next().is_some_and(|answer| answer.entry == asked.id)
    });
    assert!(strayed.is_empty(), "{} of {}:\n{}", strayed.len(), PHRASINGS.len(), strayed.join("\n"));
}

#[test]
fn the_order_of_the_files_decides_nothing() {
    let mut files = curated::files();
    // The synonyms in a file of their own, in the other order.
    let campaign = files.iter_mut().find(|file| file.text.contains("\n[synonyms]\n")).unwrap();
    let (rest, synonyms) = campaign.text.split_once("\n[synonyms]\n").unwrap();
    let reversed: Vec<&str> = synonyms.lines().filter(|line| !line.starts_with('#')).rev().collect();
    let synonyms = SourceFile { path: "synonyms.toml".to_owned(), text: format!("schema = 1\n[synonyms]\n{}\n", reversed.join("\n")) };
    campaign.text = rest.to_owned();
    files.push(synonyms);
    files.reverse();
    let other = curated::learnt(files);
    let outcome = |assistant: &Assistant, question: &str| {
        let reply = assistant.reply(question, CONTEXT);
        let answered: Vec<String> = reply.answers.into_iter().map(|answer| answer.entry).collect();
        (reply.decision, answered, reply.declined)
    };
    let questions = include_str!("evaluation/dev.tsv").lines().skip(1).filter_map(|line| line.split('\t').next());
    let moved: Vec<&str> = questions.filter(|question| outcome(assistant(), question) != outcome(&other, question)).collect();
    assert!(moved.is_empty(), "{moved:#?}");
}

#[test]
fn no_phrasing_of_a_decline_is_answered() {
    let emergency = assistant().knowledge().campaign.emergency.map(|id| assistant().knowledge()[id].id.value.clone());
    let strayed = strayed(true, |asked, reply| {
        // Who describes danger to life is told what to do, whatever else must not be answered.
        let others = reply.answers.iter().filter(|answer| Some(&answer.entry) != emergency.as_ref());
        reply.declined.as_ref() == Some(&asked.id) || others.count() == 0
    });
    assert!(strayed.is_empty(), "{}:\n{}", strayed.len(), strayed.join("\n"));
}

/// What stands in the message itself: what is offered stands on buttons.
fn content(reply: &Reply) -> String {
    let lines = wording::lines(reply, assistant().knowledge());
    let text: Vec<String> = lines.into_iter().filter(|line| !matches!(line.kind, LineKind::Suggestion(_))).map(|line| line.text).collect();
    text.join("\n")
}

#[test]
fn every_entry_fits_into_a_message_even_with_all_that_may_be_said_beside_it() {
    let knowledge = assistant().knowledge();
    let mut too_long = Vec::new();
    for (id, entry) in knowledge.entries() {
        for language in Language::ALL {
            let question = &entry.text.best(language).unwrap().1.question.value;
            assert!(utf16(question) <= LONGEST_LABEL, "{question}");
            for today in DAYS {
                let mut reply = assistant().reply(question, Context { today, language: Some(language), fallback: language });
                assert!(reply.answers.iter().any(|answer| answer.entry == entry.id.value) && reply.suggestions.len() <= MOST_SUGGESTIONS, "{question}");
                reply.answers.retain(|answer| answer.entry == entry.id.value);
                reply.notices.push(Notice::Correction);
                if knowledge.campaign.emergency == Some(id) {
                    reply.notices.push(Notice::Emergency);
                }
                let length = utf16(&content(&reply));
                if length > LONGEST_CONTENT {
                    too_long.push(format!("{} ({}, {today}): {length}", entry.id.value, language.code()));
                }
            }
        }
    }
    assert!(too_long.is_empty(), "{too_long:#?}");
}

#[test]
fn every_decline_fits_into_a_message_in_both_languages() {
    for asked in PHRASINGS.iter().filter(|asked| asked.is_decline) {
        for language in Language::ALL {
            let reply = assistant().reply(&asked.text, Context { language: Some(language), ..CONTEXT });
            assert!(utf16(&shown(&reply)) <= LONGEST_CONTENT, "{}: {}", asked.id, asked.text);
        }
    }
}

#[test]
fn hardly_any_phrasing_of_another_matter_sounds_like_danger() {
    /// One in so many: a warning too many costs a line above the answer, one too few may cost a life.
    const ONE_IN: usize = 1000;
    let emergency = assistant().knowledge().campaign.emergency.map(|id| assistant().knowledge()[id].id.value.clone());
    let others: Vec<&Asked> = PHRASINGS.iter().filter(|asked| !asked.is_decline && Some(&asked.id) != emergency.as_ref()).collect();
    let alarms: Vec<&&Asked> = others.iter().filter(|asked| assistant().reply(&asked.text, CONTEXT).notices.contains(&Notice::Emergency)).collect();
    assert!(alarms.len() * ONE_IN <= others.len(), "of {}: {alarms:#?}", others.len());
}

/// The keys of a reply that others rely on, as pointers into one that has them all.
const KEYS: [&str; 31] = [
    "/question",
    "/decision",
    "/language",
    "/answers",
    "/answers/0/entry",
    "/answers/0/question",
    "/answers/0/text",
    "/answers/0/as_of",
    "/answers/0/attribution",
    "/answers/0/sources",
    "/answers/0/sources/0/id",
    "/answers/0/sources/0/publisher",
    "/answers/0/sources/0/title",
    "/answers/0/sources/0/published",
    "/answers/0/sources/0/url",
    "/suggestions",
    "/suggestions/0/entry",
    "/suggestions/0/question",
    "/unanswered",
    "/declined",
    "/message",
    "/notices",
    "/notices/0",
    "/confidence",
    "/ranking",
    "/ranking/0/entry",
    "/ranking/0/confidence",
    "/ranking/1/confidence",
    "/ranking/2/confidence",
    "/ranking/3/confidence",
    "/ranking/4/confidence",
];

#[test]
fn the_form_for_machines_has_every_key_whatever_is_decided() {
    let form = |message: &str| serde_json::to_value(assistant().reply(message, CONTEXT)).unwrap();
    let answered = form("are the pharmacies open");
    for pointer in KEYS {
        assert!(answered.pointer(pointer).is_some(), "{pointer}: {answered:#}");
    }
    for message in ["", "?", "huelga", "what's the weather today", "are the pharmacies open? are my biopsy results in?"] {
        let form = form(message);
        let object = form.as_object().unwrap();
        for key in KEYS.iter().filter_map(|pointer| pointer.strip_prefix('/').filter(|key| !key.contains('/'))) {
            assert!(object.contains_key(key), "{message:?}: {key}");
        }
        assert!(["answer", "clarify", "abstain"].iter().any(|decision| object.get("decision").is_some_and(|found| found == decision)));
    }
    let words: Vec<String> = [Notice::Emergency, Notice::Correction, Notice::Past, Notice::OtherCampaign, Notice::OtherLanguage]
        .iter()
        .map(|notice| serde_json::to_value(notice).unwrap().as_str().unwrap().to_owned())
        .collect();
    assert_eq!(words, ["emergency", "correction", "past", "other-campaign", "other-language"]);
}
