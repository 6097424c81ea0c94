//! Knowledge of other sizes and shapes than the curators' own: entries with one phrasing beside entries with ten, the same entries in
//! another order, and a knowledge of thousands.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops at what it did not expect")]

use std::fmt::Write as _;

use jiff::civil::date;
use proptest::prelude::*;
use strikebot::assistant::{Assistant, Context, Reply, Verdict};
use strikebot::knowledge::{SourceFile, parse};
use strikebot::matching::{ENGINE_VERSION, Index};
use strikebot::text::Language;

const BAKERS: &str = include_str!("fixtures/bakers.toml");

const CONTEXT: Context = Context { today: date(2030, 3, 5), language: None, fallback: Language::English };

fn assistant(text: String) -> Assistant {
    let parsed = parse(vec![SourceFile { path: "made-up.toml".to_owned(), text }]);
    let knowledge = parsed.knowledge.unwrap_or_else(|| panic!("{:#?}", parsed.findings));
    let index = Index::build(&knowledge);
    Assistant::new(knowledge, index)
}

fn entry(reply: &Reply) -> Option<&str> {
    reply.answers.first().map(|answer| answer.entry.as_str())
}

/// What is asked, the entry that it asks, and whether that must be answered or at least offered; of a decline, that nothing is answered.
const QUESTIONS: [(&str, &str, &str); 20] = [
    // Word for word.
    ("Who repairs the ovens?", "oven-repairs", "answered"),
    ("is the corner shop open", "corner-shop", "answered"),
    ("are the vans out?", "delivery-vans", "answered"),
    ("price of flour", "flour-price", "answered"),
    ("why no night shift", "night-shift", "answered"),
    ("¿Me traen el pan a casa?", "delivery-vans", "answered"),
    // In other words, or misspelt.
    ("who is going to repair the ovens now", "oven-repairs", "found"),
    ("who repiars the ovnes", "oven-repairs", "found"),
    ("is the corner shop opne today", "corner-shop", "found"),
    ("when is the corner shop open", "corner-shop", "found"),
    ("do the vans still run", "delivery-vans", "found"),
    ("how much does flour cost now", "flour-price", "found"),
    ("what is the price of a kilo of flour", "flour-price", "found"),
    ("why don't they want the night shift", "night-shift", "found"),
    ("what do the bakers have against nights", "night-shift", "found"),
    ("will we get our wedding cake", "wedding-cakes", "found"),
    ("por que no quieren trabajar de noche", "night-shift", "found"),
    ("van a traer el pan a mi casa", "delivery-vans", "found"),
    // What must not be answered, and what nobody wrote.
    ("recipe for sourdough please", "", "declined"),
    ("who won the football game", "", "declined"),
];

/// How a question came out that was not to come out so.
fn mismatch(assistant: &Assistant, (question, id, how): (&str, &str, &str)) -> Option<String> {
    let reply = assistant.reply(question, CONTEXT);
    let offered = reply.suggestions.iter().any(|suggestion| suggestion.entry == id) && reply.decision == Verdict::Clarify;
    let holds = match how {
        "answered" => entry(&reply) == Some(id),
        "found" => entry(&reply) == Some(id) || offered,
        _ => reply.decision != Verdict::Answer,
    };
    (!holds).then(|| format!("{question} ({how} {id}): {:?} {:?} {:?} {:?}", reply.decision, entry(&reply), reply.suggestions, reply.ranking.first()))
}

#[test]
fn entries_of_one_phrasing_are_found_beside_entries_of_ten() {
    let assistant = assistant(BAKERS.to_owned());
    let mismatches: Vec<String> = QUESTIONS.iter().filter_map(|question| mismatch(&assistant, *question)).collect();
    assert!(mismatches.is_empty(), "{mismatches:#?}");
}

#[test]
fn a_knowledge_of_a_single_entry_answers_it_and_nothing_else() {
    let (head, rest) = BAKERS.split_once("[[entries]]").unwrap();
    let (only, _) = rest.split_once("[[entries]]").unwrap();
    let assistant = assistant(format!("{head}[[entries]]{only}"));
    assert_eq!(entry(&assistant.reply("who repairs the ovens", CONTEXT)), Some("oven-repairs"));
    for question in ["who won the football game", "what's the weather today", "hola", "7"] {
        assert_eq!(assistant.reply(question, CONTEXT).answers, [], "{question}");
    }
}

/// A stored index is only used by the version that made it. A new version begins a new snapshot; whoever would change that of an
/// old one changed the engine and kept its version, and people would be answered from what the engine before had learnt.
#[test]
fn a_score_that_moves_has_a_new_version() {
    // The first is all scores; the second has enough to fit its confidence to.
    let mut moved = String::new();
    let small = QUESTIONS.iter().map(|(question, ..)| (*question).to_owned());
    let large = (0..40).map(|number| format!("who has {} and is it repaired", name(number * 7)));
    for (assistant, questions) in [(assistant(BAKERS.to_owned()), small.collect::<Vec<_>>()), (assistant(mostly_declines()), large.collect())] {
        for question in questions {
            let (_, explanation) = assistant.explain(&question, CONTEXT);
            let part = explanation.parts.first().unwrap();
            let scores: Vec<String> = part.candidates.iter().take(3).map(|candidate| format!("{} {:.1}", candidate.id, candidate.score)).collect();
            let _ = writeln!(moved, "{question}: {:.2} {:.2}; {}", part.confidence, part.among_first_three, scores.join(", "));
        }
    }
    insta::assert_snapshot!(format!("version_{ENGINE_VERSION}"), moved);
}

/// The made-up knowledge with its entries in another order.
fn in_order(order: &[usize]) -> String {
    let (head, rest) = BAKERS.split_once("[[entries]]").unwrap();
    let (entries, declines) = rest.split_once("[[declines]]").unwrap();
    let entries: Vec<&str> = entries.split("[[entries]]").collect();
    assert_eq!(entries.len(), order.len());
    let ordered: Vec<&str> = order.iter().map(|place| *entries.get(*place).unwrap()).collect();
    format!("{head}[[entries]]{}[[declines]]{declines}", ordered.join("[[entries]]"))
}

/// Decision and entries for each question, whatever the order of what is offered.
fn outcomes(assistant: &Assistant) -> Vec<String> {
    let outcome = |(question, ..): &(&str, &str, &str)| {
        let reply = assistant.reply(question, CONTEXT);
        let ranked = reply.ranking.first().map(|ranked| ranked.entry.clone()).filter(|_| reply.decision != Verdict::Abstain);
        format!("{question}: {:?} {:?} {:?} {ranked:?}", reply.decision, entry(&reply), reply.declined)
    };
    QUESTIONS.iter().map(outcome).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_entries_decides_nothing(order in Just((0..6).collect::<Vec<usize>>()).prop_shuffle()) {
        let shuffled = outcomes(&assistant(in_order(&order)));
        prop_assert_eq!(shuffled, outcomes(&assistant(BAKERS.to_owned())));
    }
}

/// Entries of the large knowledge.
const MANY: usize = 2000;

/// One entry and many kinds of decline, each about something of its own.
fn mostly_declines() -> String {
    let (head, _) = BAKERS.split_once("[[entries]]").unwrap();
    let phrasings: Vec<String> =
        (0..20).map(|number| format!("\"{} {} ovens\"", if number % 2 == 0 { "do you repair" } else { "who has" }, name(number * 7))).collect();
    let mut text = format!(
        "{head}[[entries]]\nid = \"ovens\"\nquestion = \"Are the ovens repaired?\"\nphrasings = [{}]\nanswer = \"No.\"\nsources = [\"herald\"]\n",
        phrasings.join(", ")
    );
    for number in 0..30 {
        let other = name(number * 31 + 5);
        let _ = writeln!(
            text,
            "[[declines]]\nid = \"{other}\"\nphrasings = [\"tell me about {other}\", \"what does {other} cost\", \"who won {other}\"]\nreply = \"Ask {other}.\""
        );
    }
    text
}

#[test]
fn what_a_decline_knows_best_is_never_answered_and_gets_its_reply_only_where_it_knows_the_words() {
    let assistant = assistant(mostly_declines());
    let other = name(3 * 31 + 5);
    for question in [format!("who won {other} today"), format!("tell me all about {other}")] {
        let reply = assistant.reply(&question, CONTEXT);
        assert_eq!(entry(&reply), None, "{question}: {reply:?}");
    }
    let told = assistant.reply(&format!("tell me what {other} does cost"), CONTEXT);
    assert_eq!(told.message, Some(format!("Ask {other}.")), "{:?}", assistant.explain(&format!("tell me what {other} does cost"), CONTEXT));
    // One word of it stands in a decline; the others nobody wrote.
    let elsewhere = assistant.reply("cost of purple zebra saddles in Mongolia", CONTEXT);
    assert_eq!(elsewhere.declined, None, "{elsewhere:?}");
}

/// What stands for a shop's name: three syllables, another three for each number below 8000.
fn name(number: usize) -> String {
    const SYLLABLES: [&str; 20] = ["ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu", "va", "we", "xi", "yo", "zu"];
    let syllable = |place: usize| SYLLABLES.get(place % SYLLABLES.len()).unwrap();
    format!("{}{}{}", syllable(number), syllable(number / 20), syllable(number / 400))
}

const SERVICES: [(&str, &str, &str); 4] = [
    ("open", "Is the {} bakery open?", "can I buy bread at {}"),
    ("pickets", "Is there a picket line at {}?", "pickets in front of {}"),
    ("wages", "What are the bakers of {} paid?", "wages at {}"),
    ("owner", "Who owns the {} bakery?", "name of the owner of {}"),
];

fn many(entries: usize) -> String {
    let (head, _) = BAKERS.split_once("[[entries]]").unwrap();
    let mut text = head.to_owned();
    for number in 0..entries {
        let (id, question, phrasing) = SERVICES.get(number % SERVICES.len()).unwrap();
        let name = name(number / SERVICES.len() * 13);
        let (question, phrasing) = (question.replace("{}", &name), phrasing.replace("{}", &name));
        let _ = writeln!(
            text,
            "[[entries]]\nid = \"{name}-{id}\"\nquestion = \"{question}\"\nphrasings = [\"{phrasing}\"]\nanswer = \"It is so.\"\nsources = [\"herald\"]\n"
        );
    }
    text
}

/// Most memory that this process has held at once, in bytes, where the system tells.
fn most_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok().map(|kibibytes| kibibytes * 1024)
}

#[test]
fn two_thousand_entries_of_two_phrasings_are_learnt_and_found() {
    let began = std::time::Instant::now();
    let assistant = assistant(many(MANY));
    let seconds = began.elapsed().as_secs_f32();
    let memory = most_memory();
    let mut found = [0; 2];
    let mut missed = Vec::new();
    for number in (0..MANY).step_by(37) {
        let (id, question, _) = SERVICES.get(number % SERVICES.len()).unwrap();
        let name = name(number / SERVICES.len() * 13);
        let id = format!("{name}-{id}");
        for (which, question) in [question.replace("{}", &name), format!("hello, {} please", question.replace("{}", &name).to_lowercase())].iter().enumerate() {
            let reply = assistant.reply(question, CONTEXT);
            if entry(&reply) == Some(&id) || (which == 1 && reply.suggestions.iter().any(|suggestion| suggestion.entry == id)) {
                *found.get_mut(which).unwrap() += 1;
            } else {
                missed.push(format!("{question}: {:?} {:?} {:?}", reply.decision, entry(&reply), reply.ranking.first()));
            }
        }
    }
    let asked = MANY.div_ceil(37);
    assert_eq!(found, [asked, asked], "{missed:#?}");
    assert!(memory.is_none_or(|bytes| bytes < 2 << 30), "{memory:?} bytes, {seconds} s");
}
