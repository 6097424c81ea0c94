//! What a reply said, as its buttons carry it: the entries that answered, and what stood beside them because of the question.
//!
//! ```text
//! pharmacies,labs       two entries answered
//! pharmacies,?pay:c     one answered, another may be meant; something in the question was corrected
//! pay:d:waiting-times   one answered; another part is of a kind that must not be answered
//! ```
//!
//! The letters: `e` emergency, `c` something was corrected, `o` another dispute may be meant; `u` a part is unknown, `l` it says too
//! little, `d` it is declined, by the decline named behind; `m` more was asked than is answered at once.

use super::limits::length;
use crate::assistant::{Beside, Notice, Unsaid};
use crate::matching::OFFERED;

/// Answers of one reply at most: three parts of a question, and an emergency.
const ANSWERED: usize = 4;

/// In the order of [`Notice`].
const NOTICES: [(char, Notice); 3] = [('e', Notice::Emergency), ('c', Notice::Correction), ('o', Notice::OtherCampaign)];
const UNKNOWN: char = 'u';
const TOO_LITTLE: char = 'l';
const DECLINED: char = 'd';
const CUT: char = 'm';

/// Stands before the id of an entry that may be meant; no id begins with it.
const MAYBE: char = '?';

/// What a reply said.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Said {
    /// The ids of the entries that answered.
    pub entries: Vec<String>,
    /// What stood beside them.
    pub beside: Beside,
}

impl Said {
    /// As a button carries it, in at most so many UTF-16 code units: where not all fits, what matters least is left out; `None` where
    /// nothing is said, or not even one entry fits.
    #[must_use]
    pub fn written(&self, most: usize) -> Option<String> {
        let mut said = self.clone();
        if said.entries.len() > ANSWERED {
            said.entries.truncate(ANSWERED);
            said.beside.is_cut = true;
        }
        said.beside.offered.truncate(OFFERED);
        loop {
            let written = said.whole()?;
            if length(&written) <= most {
                return Some(written);
            }
            said = said.less()?;
        }
    }

    fn whole(&self) -> Option<String> {
        let Beside { notices, unsaid, is_cut, offered } = &self.beside;
        if self.entries.is_empty() && offered.is_empty() && unsaid.is_none() {
            return None;
        }
        let entries: Vec<String> = self.entries.iter().cloned().chain(offered.iter().map(|entry| format!("{MAYBE}{entry}"))).collect();
        let (unsaid, decline) = match unsaid {
            None => (None, ""),
            Some(Unsaid::Unknown) => (Some(UNKNOWN), ""),
            Some(Unsaid::TooLittle) => (Some(TOO_LITTLE), ""),
            Some(Unsaid::Declined(id)) => (Some(DECLINED), id.as_str()),
        };
        let notices = NOTICES.iter().filter(|(_, notice)| notices.contains(notice)).map(|(letter, _)| *letter);
        let letters: String = notices.chain(unsaid).chain(is_cut.then_some(CUT)).collect();
        let mut written = entries.join(",");
        for field in [letters.as_str(), decline].into_iter().filter(|field| !field.is_empty()) {
            written.push(':');
            written.push_str(field);
        }
        Some(written)
    }

    /// The same with less in it, and a word that something is missing; `None` where nothing can be left out.
    fn less(mut self) -> Option<Self> {
        let is_answered = !self.entries.is_empty();
        if self.beside.offered.len() > usize::from(!is_answered) {
            self.beside.offered.pop();
            self.beside.is_cut |= is_answered && self.beside.offered.is_empty();
        } else if let Some(Unsaid::Declined(id)) = &mut self.beside.unsaid
            && !id.is_empty()
        {
            id.clear();
        } else if self.entries.len() > 1 {
            self.entries.pop();
            self.beside.is_cut = true;
        } else {
            return None;
        }
        Some(self)
    }

    /// Reads what a button carried; `None` where no version of the bot ever wrote it.
    #[must_use]
    pub fn read(written: &str) -> Option<Self> {
        let mut fields = written.split(':');
        let (list, letters, decline) = (fields.next()?, fields.next().unwrap_or_default(), fields.next());
        let mut said = Self::default();
        for id in list.split(',').filter(|_| !list.is_empty()) {
            let (ids, id) = match id.strip_prefix(MAYBE) {
                Some(id) => (&mut said.beside.offered, id),
                None => (&mut said.entries, id),
            };
            ids.push(Some(id.to_owned()).filter(|id| !id.is_empty())?);
        }
        for letter in letters.chars() {
            match letter {
                UNKNOWN => said.beside.unsaid = Some(Unsaid::Unknown),
                TOO_LITTLE => said.beside.unsaid = Some(Unsaid::TooLittle),
                DECLINED => said.beside.unsaid = Some(Unsaid::Declined(decline.unwrap_or_default().to_owned())),
                CUT => said.beside.is_cut = true,
                _ => said.beside.notices.push(NOTICES.iter().find(|(known, _)| *known == letter)?.1),
            }
        }
        let is_whole = fields.next().is_none() && decline.is_none_or(|id| !id.is_empty() && letters.contains(DECLINED));
        let fits = said.entries.len() <= ANSWERED && said.beside.offered.len() <= OFFERED;
        (is_whole && fits && said.whole().is_some()).then_some(said)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Said;
    use crate::assistant::{Beside, Notice, Unsaid};
    use crate::discord::limits::length;

    fn ids(ids: &[&str]) -> Vec<String> {
        ids.iter().map(|id| (*id).to_owned()).collect()
    }

    #[test]
    fn what_was_said_is_written_like_this() {
        let declined = |id: &str| Some(Unsaid::Declined(id.to_owned()));
        for (entries, beside, written) in [
            (ids(&["gates", "pay"]), Beside::default(), "gates,pay"),
            (ids(&["gates"]), Beside { offered: ids(&["pay"]), notices: vec![Notice::Correction], ..Beside::default() }, "gates,?pay:c"),
            (ids(&["gates"]), Beside { unsaid: declined("weather"), ..Beside::default() }, "gates:d:weather"),
            (ids(&["gates"]), Beside { unsaid: Some(Unsaid::Unknown), is_cut: true, ..Beside::default() }, "gates:um"),
            (ids(&["gates"]), Beside { notices: vec![Notice::Emergency, Notice::OtherCampaign], ..Beside::default() }, "gates:eo"),
            (ids(&[]), Beside { offered: ids(&["pay", "shop"]), ..Beside::default() }, "?pay,?shop"),
            (ids(&[]), Beside { unsaid: Some(Unsaid::TooLittle), ..Beside::default() }, ":l"),
        ] {
            let said = Said { entries, beside };
            assert_eq!(said.written(90).as_deref(), Some(written));
            assert_eq!(Said::read(written), Some(said));
        }
        assert_eq!(Said::default().written(90), None);
    }

    #[test]
    fn what_was_never_written_is_not_read() {
        for written in ["", ",", "a,,b", "a,b,c,d,e", "?a,?b,?c,?d", "?", "a:x", "a:u:weather", "a:d:", "a:d:b:c", ":e", "::", "a::b"] {
            assert_eq!(Said::read(written), None, "{written}");
        }
    }

    #[test]
    fn what_does_not_fit_is_left_out_and_told() {
        let said = Said {
            entries: ids(&["one", "two"]),
            beside: Beside { offered: ids(&["three"]), unsaid: Some(Unsaid::Declined("four".to_owned())), ..Beside::default() },
        };
        for (most, written) in [(23, "one,two,?three:d:four"), (20, "one,two:dm:four"), (12, "one,two:dm"), (9, "one:dm")] {
            assert_eq!(said.written(most).as_deref(), Some(written));
        }
        assert_eq!(said.written(5), None);
        let meant = Said { entries: ids(&[]), beside: Beside { offered: ids(&["one", "two"]), ..Beside::default() } };
        assert_eq!([9, 8, 3].map(|most| meant.written(most)), [Some("?one,?two".to_owned()), Some("?one".to_owned()), None]);
    }

    fn any_said() -> impl Strategy<Value = Said> {
        let id = || "[a-z0-9]{1,12}(-[a-z0-9]{1,8}){0,2}";
        let notices = prop::sample::subsequence(vec![Notice::Emergency, Notice::Correction, Notice::OtherCampaign], 0..=3);
        let unsaid = prop_oneof![Just(None), Just(Some(Unsaid::Unknown)), Just(Some(Unsaid::TooLittle)), id().prop_map(|id| Some(Unsaid::Declined(id)))];
        let beside = (notices, unsaid, any::<bool>(), prop::collection::vec(id(), 0..=3));
        let beside = beside.prop_map(|(notices, unsaid, is_cut, offered)| Beside { notices, unsaid, is_cut, offered });
        (prop::collection::vec(id(), 1..=4), beside).prop_map(|(entries, beside)| Said { entries, beside })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again_and_never_too_long(said in any_said(), most in 20..200_usize) {
            let written = said.written(usize::MAX).unwrap();
            prop_assert_eq!(Said::read(&written), Some(said.clone()));
            if let Some(written) = said.written(most) {
                prop_assert!(length(&written) <= most);
                prop_assert!(Said::read(&written).is_some_and(|less| said.entries.starts_with(&less.entries)));
            }
        }

        #[test]
        fn any_text_can_be_read(written in "\\PC{0,120}") {
            let _ = Said::read(&written);
        }
    }
}
