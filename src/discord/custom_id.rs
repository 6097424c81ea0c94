//! What a button or menu says of itself when it is pressed: all that is needed to answer, so that one from before a restart works.
//!
//! The grammar: `KIND:LANGUAGE` and, for some kinds, `:` and what belongs to it.
//!
//! ```text
//! ask:en:pharmacies          show:en:pharmacies,labs       lang:es:pharmacies,labs:cu
//! topic:en                   entry:en                      entry:en:1   (the second menu of one message)
//! ```
//!
//! The letters behind the entries are what the reply said beside its answers, because of the question: `e` emergency, `c` something
//! in the question was corrected, `o` it may mean another dispute, `u` a part of it was not answered.
//!
//! `yes:`, `no:` and `pass:` are reserved for buttons whose press keeps something.

use super::limits::{self, length};
use crate::assistant::{Beside, Notice};
use crate::text::Language;

/// Answers that one reply holds at most, so more are never named.
const MOST_ENTRIES: usize = 3;

/// The letters of notices, in the order of [`Notice`].
const NOTICES: [(char, Notice); 3] = [('e', Notice::Emergency), ('c', Notice::Correction), ('o', Notice::OtherCampaign)];

/// The letter of a reply that leaves a part unanswered.
const PARTIAL: char = 'u';

/// A button's or a menu's meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CustomId {
    /// Shows an entry's answer: "did you mean", or a related question.
    Ask {
        /// In which language.
        language: Language,
        /// The entry's id.
        entry: String,
    },
    /// Shows a copy of a reply to everyone in the channel.
    Show {
        /// In which language.
        language: Language,
        /// The ids of the entries that answered, up to three.
        entries: Vec<String>,
        /// What else the copy says.
        beside: Beside,
    },
    /// Shows the same reply in another language.
    Language {
        /// In which language.
        language: Language,
        /// The ids of the entries that answered, up to three.
        entries: Vec<String>,
        /// What else the reply says.
        beside: Beside,
    },
    /// A menu of categories. What is chosen is a category.
    Topic {
        /// In which language.
        language: Language,
        /// Which menu of its message, from 0: one menu holds 25.
        part: u8,
    },
    /// A menu of entries. What is chosen is an entry's id.
    Entry {
        /// In which language.
        language: Language,
        /// Which menu of its message, from 0: one menu holds 25.
        part: u8,
    },
}

impl CustomId {
    /// As a component carries it. Where not all entries fit, the last are left out; `None` where not even one fits.
    #[must_use]
    pub fn written(&self) -> Option<String> {
        let code = self.language().code();
        match self {
            Self::Ask { entry, .. } => listed(&format!("ask:{code}:"), std::slice::from_ref(entry), ""),
            Self::Show { entries, beside, .. } => listed(&format!("show:{code}:"), entries, &letters(beside)),
            Self::Language { entries, beside, .. } => listed(&format!("lang:{code}:"), entries, &letters(beside)),
            Self::Topic { part: 0, .. } => Some(format!("topic:{code}")),
            Self::Topic { part, .. } => Some(format!("topic:{code}:{part}")),
            Self::Entry { part: 0, .. } => Some(format!("entry:{code}")),
            Self::Entry { part, .. } => Some(format!("entry:{code}:{part}")),
        }
    }

    /// Reads what a component carried; `None` where no version of the bot ever wrote it.
    #[must_use]
    pub fn read(written: &str) -> Option<Self> {
        let (kind, rest) = written.split_once(':')?;
        let (code, rest) = rest.split_once(':').map_or((rest, None), |(code, rest)| (code, Some(rest)));
        let language = Language::from_code(code)?;
        let part = || rest.map_or(Some(0), |rest| rest.parse().ok());
        match kind {
            "ask" => Some(Self::Ask { language, entry: rest.filter(|entry| !entry.is_empty())?.to_owned() }),
            "show" => entries(rest?).map(|(entries, beside)| Self::Show { language, entries, beside }),
            "lang" => entries(rest?).map(|(entries, beside)| Self::Language { language, entries, beside }),
            "topic" => Some(Self::Topic { language, part: part()? }),
            "entry" => Some(Self::Entry { language, part: part()? }),
            _ => None,
        }
    }

    /// The language of what a press shows.
    #[must_use]
    pub const fn language(&self) -> Language {
        match self {
            Self::Ask { language, .. }
            | Self::Show { language, .. }
            | Self::Language { language, .. }
            | Self::Topic { language, .. }
            | Self::Entry { language, .. } => *language,
        }
    }
}

/// The letters of the grammar above; with a colon before them where there are any.
fn letters(beside: &Beside) -> String {
    let said = NOTICES.iter().filter(|(_, notice)| beside.notices.contains(notice)).map(|(letter, _)| *letter);
    let letters: String = said.chain(beside.is_partial.then_some(PARTIAL)).collect();
    if letters.is_empty() { letters } else { format!(":{letters}") }
}

fn listed(head: &str, entries: &[String], tail: &str) -> Option<String> {
    let fits = |count: &usize| {
        let written = format!("{head}{}{tail}", entries.get(..*count)?.join(","));
        (length(&written) <= limits::CUSTOM_ID).then_some(written)
    };
    (1..=entries.len().min(MOST_ENTRIES)).rev().find_map(|count| fits(&count))
}

fn entries(written: &str) -> Option<(Vec<String>, Beside)> {
    let (entries, letters) = written.split_once(':').unwrap_or((written, ""));
    let entries: Vec<String> = entries.split(',').map(str::to_owned).collect();
    let is_known = |letter: char| letter == PARTIAL || NOTICES.iter().any(|(known, _)| *known == letter);
    if entries.len() > MOST_ENTRIES || entries.iter().any(String::is_empty) || !letters.chars().all(is_known) {
        return None;
    }
    let notices = NOTICES.iter().filter(|(letter, _)| letters.contains(*letter)).map(|(_, notice)| *notice);
    Some((entries, Beside { notices: notices.collect(), is_partial: letters.contains(PARTIAL) }))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::CustomId;
    use crate::assistant::{Beside, Notice};
    use crate::discord::limits::{self, length};
    use crate::text::Language::{self, English, Spanish};

    fn everything() -> Beside {
        Beside { notices: vec![Notice::Emergency, Notice::Correction, Notice::OtherCampaign], is_partial: true }
    }

    #[test]
    fn ids_are_written_like_this() {
        let entries = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
        for (id, written) in [
            (CustomId::Ask { language: English, entry: "gates".to_owned() }, "ask:en:gates"),
            (CustomId::Show { language: Spanish, entries: entries(&["gates", "pay"]), beside: Beside::default() }, "show:es:gates,pay"),
            (CustomId::Language { language: English, entries: entries(&["gates"]), beside: Beside::default() }, "lang:en:gates"),
            (CustomId::Language { language: English, entries: entries(&["gates"]), beside: everything() }, "lang:en:gates:ecou"),
            (CustomId::Topic { language: English, part: 0 }, "topic:en"),
            (CustomId::Entry { language: Spanish, part: 2 }, "entry:es:2"),
        ] {
            assert_eq!(id.written().as_deref(), Some(written));
            assert_eq!(CustomId::read(written), Some(id));
        }
    }

    #[test]
    fn what_the_bot_never_wrote_is_not_read() {
        for written in [
            "",
            "ask",
            "ask:",
            "ask:en",
            "ask:en:",
            "ask:fr:a",
            "show:en:",
            "show:en:a,,b",
            "show:en:a,b,c,d",
            "show:en:a:x",
            "show:en::c",
            "topic",
            "topic:en:x",
            "topic:en:300",
            "yes:en:a",
            "pass:1",
            "no:2",
        ] {
            assert_eq!(CustomId::read(written), None, "{written}");
        }
    }

    #[test]
    fn entries_that_do_not_fit_are_left_out() {
        let long = "a".repeat(60);
        let id = |entries: &[&String]| {
            let entries = entries.iter().map(|id| (*id).clone()).collect();
            CustomId::Show { language: English, entries, beside: everything() }
        };
        assert_eq!(id(&[&long, &long]).written(), Some(format!("show:en:{long}:ecou")));
        let longer = "a".repeat(88);
        assert_eq!(id(&[&longer]).written(), None);
        assert_eq!(CustomId::Ask { language: English, entry: longer.clone() }.written(), Some(format!("ask:en:{longer}")));
        assert_eq!(CustomId::Ask { language: English, entry: "a".repeat(94) }.written(), None);
    }

    fn language() -> impl Strategy<Value = Language> {
        prop_oneof![Just(English), Just(Spanish)]
    }

    fn entry() -> impl Strategy<Value = String> {
        "[a-z0-9]{1,12}(-[a-z0-9]{1,8}){0,2}"
    }

    fn entries() -> impl Strategy<Value = Vec<String>> {
        prop::collection::vec(entry(), 1..=3)
    }

    fn beside() -> impl Strategy<Value = Beside> {
        (prop::sample::subsequence(everything().notices, 0..=3), any::<bool>()).prop_map(|(notices, is_partial)| Beside { notices, is_partial })
    }

    fn any_id() -> impl Strategy<Value = CustomId> {
        prop_oneof![
            (language(), entry()).prop_map(|(language, entry)| CustomId::Ask { language, entry }),
            (language(), entries(), beside()).prop_map(|(language, entries, beside)| CustomId::Show { language, entries, beside }),
            (language(), entries(), beside()).prop_map(|(language, entries, beside)| CustomId::Language { language, entries, beside }),
            (language(), 0_u8..=9).prop_map(|(language, part)| CustomId::Topic { language, part }),
            (language(), 0_u8..=9).prop_map(|(language, part)| CustomId::Entry { language, part }),
        ]
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(id in any_id()) {
            let written = id.written().unwrap();
            prop_assert!(length(&written) <= limits::CUSTOM_ID);
            prop_assert_eq!(CustomId::read(&written), Some(id));
        }

        #[test]
        fn any_text_can_be_read(written in "\\PC{0,120}") {
            let _ = CustomId::read(&written);
        }
    }
}
