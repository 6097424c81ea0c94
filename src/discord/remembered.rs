//! Responses that were given before, so that a question asked over and over is thought about once. `respond` is pure, so the same
//! request by an asker of the same kind on the same day gets the same response, and nothing else may share it. What was asked is kept
//! nowhere: it is known by two keyed hashes, of 128 bits together, whose keys die with the process.

use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use jiff::civil::Date;

use super::Response;

/// Stands for what was asked. Nobody outside can find two requests with the same one: they don't know the keys, and by chance among
/// all that are remembered at once it happens once in 10³¹.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Sign(u128);

/// A memory of a bounded size. It belongs to one knowledge: another one gets another memory.
#[derive(Debug)]
pub struct Remembered {
    most: usize,
    keys: [RandomState; 2],
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    responses: HashMap<Sign, Given>,
    /// Oldest first, each once.
    order: VecDeque<Sign>,
    /// Each response once, by its own sign: many questions have the same answer.
    distinct: HashMap<Sign, Weak<Response>>,
}

#[derive(Debug)]
struct Given {
    /// It may be another response on another one.
    day: Date,
    response: Arc<Response>,
    /// Whether it was given again since it was last looked at for leaving.
    was_wanted: bool,
}

impl Remembered {
    /// Remembers so many at most.
    #[must_use]
    pub fn new(most: usize) -> Self {
        Self { most, keys: [RandomState::new(), RandomState::new()], kept: Mutex::default() }
    }

    /// The sign of all that a response depends on.
    pub fn sign(&self, of: impl Hash) -> Sign {
        let [high, low] = self.keys.each_ref().map(|key| u128::from(key.hash_one(&of)));
        Sign(high << 64 | low)
    }

    /// What was given before, and on which day, if it is remembered.
    pub fn recall(&self, sign: Sign) -> Option<(Date, Arc<Response>)> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let given = kept.responses.get_mut(&sign)?;
        given.was_wanted = true;
        Some((given.day, Arc::clone(&given.response)))
    }

    /// Remembers what is given now. What nobody wanted again leaves first, so that a flood of new questions drives out no common one.
    pub fn keep(&self, sign: Sign, day: Date, response: Arc<Response>) {
        let own = self.sign(&*response);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let response = kept.shared(own, response);
        if kept.responses.insert(sign, Given { day, response, was_wanted: false }).is_some() {
            return;
        }
        kept.order.push_back(sign);
        while kept.responses.len() > self.most && kept.lets_go() {}
    }
}

impl Kept {
    /// The same response as it is kept already, or this one.
    fn shared(&mut self, own: Sign, response: Arc<Response>) -> Arc<Response> {
        if let Some(known) = self.distinct.get(&own).and_then(Weak::upgrade) {
            return known;
        }
        // Those that are gone need no place; there are never more than twice as many as are kept.
        if self.distinct.len() >= 2 * self.responses.len().max(8) {
            self.distinct.retain(|_, response| response.strong_count() > 0);
        }
        self.distinct.insert(own, Arc::downgrade(&response));
        response
    }

    /// Looks at the oldest, which leaves or comes round again; whether there was one.
    fn lets_go(&mut self) -> bool {
        let Some(oldest) = self.order.pop_front() else { return false };
        match self.responses.get_mut(&oldest).filter(|given| given.was_wanted) {
            // Next time round it must have been wanted anew.
            Some(given) => {
                given.was_wanted = false;
                self.order.push_back(oldest);
            }
            None => drop(self.responses.remove(&oldest)),
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use jiff::civil::{Date, date};

    use super::Remembered;
    use crate::discord::{Asker, CustomId, Message, Place, Request, Response, Said};
    use crate::text::Language::{English, Spanish};

    const DAY: Date = date(2023, 10, 4);

    fn response(content: &str) -> Arc<Response> {
        Arc::new(Response::Say(Message { content: content.to_owned(), ..Message::default() }))
    }

    #[test]
    fn what_was_given_is_given_again() {
        let remembered = Remembered::new(10);
        let sign = remembered.sign("pay?");
        assert_eq!(remembered.recall(sign), None);
        remembered.keep(sign, DAY, response("paid"));
        assert_eq!(remembered.recall(remembered.sign("pay?")), Some((DAY, response("paid"))));
    }

    #[test]
    fn no_two_that_may_get_different_responses_share_a_sign() {
        let text = |text: &str| text.to_owned();
        let texts = ["", " ", "pay", "Pay", "pay?", "pay ", "páy", "pay\u{301}"];
        let mut requests = vec![Request::Services, Request::Topics, Request::About, Request::Unread];
        requests.extend(texts.iter().flat_map(|typed| [Request::Ask { question: text(typed) }, Request::Complete { typed: text(typed) }]));
        requests.extend([None, Some("pay"), Some("")].iter().flat_map(|chosen| {
            let said = |ids: &[&str]| Said { entries: ids.iter().map(|id| (*id).to_owned()).collect(), ..Said::default() };
            let ids = [
                None,
                Some(CustomId::Ask { language: English, entry: text("pay") }),
                Some(CustomId::Ask { language: Spanish, entry: text("pay") }),
                Some(CustomId::Show { language: English, said: said(&["pay", "day"]) }),
                Some(CustomId::Show { language: English, said: said(&["payday"]) }),
                Some(CustomId::Language { language: English, said: said(&["payday"]) }),
            ];
            ids.into_iter().flat_map(|id| [true, false].map(|ephemeral| Request::Press { id: id.clone(), chosen: chosen.map(text), ephemeral }))
        }));
        let languages = [None, Some(English), Some(Spanish)];
        let askers = languages.map(|language| [Place::Interaction, Place::Alone, Place::Message].map(|place| Asker { language, place, is_first: false }));
        let remembered = Remembered::new(10);
        let mut signs = std::collections::HashSet::new();
        let mut count = 0;
        for request in &requests {
            for asker in askers.as_flattened() {
                for day in [date(2023, 10, 4), date(2023, 10, 5)] {
                    count += 1;
                    signs.insert(remembered.sign((request, asker, day)));
                }
            }
        }
        assert_eq!((signs.len(), count > 600), (count, true));
    }

    #[test]
    fn two_memories_know_the_same_question_by_different_signs() {
        assert_ne!(Remembered::new(1).sign("pay?"), Remembered::new(1).sign("pay?"));
    }

    #[test]
    fn it_stays_as_small_as_it_was_made_and_keeps_what_is_wanted() {
        let remembered = Remembered::new(100);
        let common = remembered.sign("common");
        remembered.keep(common, DAY, response("common"));
        for number in 0..1000 {
            assert!(remembered.recall(common).is_some(), "after {number} others");
            remembered.keep(remembered.sign(number), DAY, response("new"));
            remembered.keep(remembered.sign(number), DAY, response("new"));
        }
        let kept = remembered.kept.lock().unwrap();
        assert_eq!((kept.responses.len(), kept.order.len()), (100, 100));
        drop(kept);
        assert!(remembered.recall(remembered.sign(999)).is_some() && remembered.recall(remembered.sign(1)).is_none());
    }

    #[test]
    fn questions_with_the_same_answer_share_it() {
        let remembered = Remembered::new(100);
        (0..1000).for_each(|number| remembered.keep(remembered.sign(number), DAY, response(if number % 2 == 0 { "even" } else { "odd" })));
        let [one, other] = [998, 996].map(|number| remembered.recall(remembered.sign(number)).unwrap().1);
        assert!(Arc::ptr_eq(&one, &other) && one == response("even"));
        assert_eq!(remembered.kept.lock().unwrap().distinct.len(), 2);
    }

    #[test]
    fn answers_that_are_gone_take_no_place() {
        let remembered = Remembered::new(10);
        (0..1000).for_each(|number| remembered.keep(remembered.sign(number), DAY, response(&number.to_string())));
        assert!(remembered.kept.lock().unwrap().distinct.len() <= 21);
    }

    #[test]
    fn what_is_wanted_no_more_leaves_as_well() {
        let remembered = Remembered::new(10);
        (0..10).for_each(|number| remembered.keep(remembered.sign(number), DAY, response("old")));
        assert!((0..10).all(|number| remembered.recall(remembered.sign(number)).is_some()));
        (10..30).for_each(|number| remembered.keep(remembered.sign(number), DAY, response("new")));
        assert!((0..10).all(|number| remembered.recall(remembered.sign(number)).is_none()));
    }

    #[test]
    fn nothing_that_was_asked_shows_in_it() {
        let remembered = Remembered::new(10);
        remembered.keep(remembered.sign("a secret question"), DAY, response("paid"));
        assert!(!format!("{remembered:?}").contains("secret"));
    }
}
