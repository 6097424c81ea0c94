//! The curators' knowledge as tests use it: read and learnt once for a whole test binary, always anew, because a kept index may
//! be of the code as it was before a change.

use std::path::Path;
use std::sync::LazyLock;

use jiff::civil::date;
use strikebot::assistant::{Assistant, Context, Reply, wording};
use strikebot::knowledge::{SourceFile, parse};
use strikebot::matching::Index;
use strikebot::storage::read_knowledge;
use strikebot::text::Language;

/// Asked long after the dispute, when what was true for its days only is of the past, by someone whose system is set to English.
pub const CONTEXT: Context = Context { today: date(2026, 11, 24), language: None, fallback: Language::English };

static ASSISTANT: LazyLock<Assistant> = LazyLock::new(|| learnt(files()));

/// The curators' files.
pub fn files() -> Vec<SourceFile> {
    read_knowledge(&Path::new(env!("CARGO_MANIFEST_DIR")).join("knowledge")).unwrap()
}

/// Answers from files.
pub fn learnt(files: Vec<SourceFile>) -> Assistant {
    let parsed = parse(files);
    let knowledge = parsed.knowledge.unwrap_or_else(|| panic!("{:#?}", parsed.findings));
    let index = Index::build(&knowledge);
    Assistant::new(knowledge, index)
}

/// Answers from the curators' knowledge.
pub fn assistant() -> &'static Assistant {
    &ASSISTANT
}

/// All that a member reads, one paragraph a line.
pub fn shown(reply: &Reply) -> String {
    let lines: Vec<String> = wording::lines(reply, assistant().knowledge()).into_iter().map(|line| line.text).collect();
    lines.join("\n")
}
