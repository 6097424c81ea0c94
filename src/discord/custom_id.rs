//! What a button or menu says of itself when it is pressed: all that is needed to answer, so that one from before a restart works.
//!
//! The grammar: `KIND:LANGUAGE` and, for some kinds, `:` and what belongs to it.
//!
//! ```text
//! ask:en:pharmacies          show:en:SAID                  lang:es:SAID
//! topic:en                   entry:en                      entry:en:1   (the second menu of one message)
//! ```
//!
//! What a reply said is written as in [`Said`].
//!
//! `yes:`, `no:` and `pass:` are reserved for buttons whose press keeps something.

use super::Said;
use super::limits::{self, length};
use crate::text::Language;

/// A button's or a menu's meaning.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
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
        /// What the reply said. In the copy is nothing that only its asker needs.
        said: Said,
    },
    /// Shows the same reply in another language.
    Language {
        /// In which language.
        language: Language,
        /// What the reply said.
        said: Said,
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
    /// As a component carries it. Where not all of a reply fits, the least is left out; `None` where it can't be carried.
    #[must_use]
    pub fn written(&self) -> Option<String> {
        let code = self.language().code();
        match self {
            Self::Ask { entry, .. } => Some(format!("ask:{code}:{entry}")).filter(|written| length(written) <= limits::CUSTOM_ID),
            Self::Show { said, .. } => with(format!("show:{code}:"), said),
            Self::Language { said, .. } => with(format!("lang:{code}:"), said),
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
            "show" => Some(Self::Show { language, said: Said::read(rest?)? }),
            "lang" => Some(Self::Language { language, said: Said::read(rest?)? }),
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

fn with(head: String, said: &Said) -> Option<String> {
    let said = said.written(limits::CUSTOM_ID.saturating_sub(length(&head)))?;
    Some(head + &said)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::CustomId;
    use crate::discord::Said;
    use crate::discord::limits::{self, length};
    use crate::text::Language::{self, English, Spanish};

    #[test]
    fn ids_are_written_like_this() {
        let said = |ids: &[&str]| Said { entries: ids.iter().map(|id| (*id).to_owned()).collect(), ..Said::default() };
        for (id, written) in [
            (CustomId::Ask { language: English, entry: "gates".to_owned() }, "ask:en:gates"),
            (CustomId::Show { language: Spanish, said: said(&["gates", "pay"]) }, "show:es:gates,pay"),
            (CustomId::Language { language: English, said: said(&["gates"]) }, "lang:en:gates"),
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
    fn an_id_that_does_not_fit_is_not_written() {
        let ask = |length: usize| CustomId::Ask { language: English, entry: "a".repeat(length) }.written();
        assert_eq!((ask(93), ask(94)), (Some(format!("ask:en:{}", "a".repeat(93))), None));
        let show = |length: usize| CustomId::Show { language: English, said: Said { entries: vec!["a".repeat(length)], ..Said::default() } }.written();
        assert_eq!((show(92).map(|id| id.len()), show(93)), (Some(100), None));
    }

    fn language() -> impl Strategy<Value = Language> {
        prop_oneof![Just(English), Just(Spanish)]
    }

    fn entry() -> impl Strategy<Value = String> {
        "[a-z0-9]{1,12}(-[a-z0-9]{1,8}){0,2}"
    }

    fn said() -> impl Strategy<Value = Said> {
        prop::collection::vec(entry(), 1..=3).prop_map(|entries| Said { entries, ..Said::default() })
    }

    fn any_id() -> impl Strategy<Value = CustomId> {
        prop_oneof![
            (language(), entry()).prop_map(|(language, entry)| CustomId::Ask { language, entry }),
            (language(), said()).prop_map(|(language, said)| CustomId::Show { language, said }),
            (language(), said()).prop_map(|(language, said)| CustomId::Language { language, said }),
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
