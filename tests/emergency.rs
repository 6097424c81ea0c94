//! The emergency guard against the questions that the campaign's own knowledge foresees: none of them is a cry for help, save
//! those of the emergency entry itself. A needless emergency notice costs little, but one on every tenth question teaches people
//! to read past it.

mod support;

use std::collections::BTreeSet;

use strikebot::dialogue::guards::emergency::describes_danger;
use strikebot::knowledge::{Located, SourceFile, parse};
use support::{files, read};

/// Needless notices that are borne among all phrasings, some ten thousand: new phrasings come in faster than the patterns change.
const MOST_FALSE_ALARMS: usize = 3;

#[test]
fn foreseen_questions_are_no_emergencies() {
    let sources = files("knowledge", &["toml"]).into_iter().map(|path| SourceFile { text: read(&path), path });
    let parsed = parse(sources.collect());
    let knowledge = parsed.knowledge.unwrap_or_else(|| panic!("{:?}", parsed.findings));
    let campaign = &knowledge.campaign;
    let names: Vec<&str> = campaign.names.iter().map(|name| name.value.as_str()).collect();

    let entries = knowledge.entries().filter(|(id, _)| Some(*id) != campaign.emergency);
    let of_entries = entries.flat_map(|(_, entry)| entry.text.iter()).flat_map(|(_, text)| text.phrasings.iter().chain([&text.question]));
    let of_declines = knowledge.declines().flat_map(|(_, decline)| decline.text.iter()).flat_map(|(_, text)| &text.phrasings);
    let phrasings: BTreeSet<&str> = of_entries.chain(of_declines).map(|Located { value, .. }| value.as_str()).collect();

    assert!(phrasings.len() > 1000, "only {} phrasings were read", phrasings.len());
    let alarms: Vec<&str> = phrasings.into_iter().filter(|phrasing| describes_danger(phrasing, names.iter().copied())).collect();
    assert!(alarms.len() <= MOST_FALSE_ALARMS, "{} false alarms:\n{}", alarms.len(), alarms.join("\n"));
}
