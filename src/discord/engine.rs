//! Where answers are thought out: on threads of their own, away from the sockets, so that a long question holds up neither
//! heartbeats nor other members. What is being typed waits for no question. What was thought is remembered for who asks the same.

use std::sync::Arc;

use jiff::civil::Date;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use super::remembered::Remembered;
use super::{Asker, Request, Response};

/// So many questions are thought about at once; more than there are processors, so that a few long ones don't stop the short ones. Each
/// thread keeps half a megabyte.
pub const QUESTIONS: usize = 4;

/// The same for what is being typed.
pub const TYPING: usize = 2;

/// The same for the question whether someone over the limit is in danger: a flood of one must not wait behind questions, nor they behind it.
pub const DANGERS: usize = 2;

/// So many questions are remembered with their responses: more than there are common ones, few enough to be a small part of the memory.
const QUESTIONS_REMEMBERED: usize = 1536;

/// So many of what is typed: the beginnings that nearly everyone types. Each is up to 25 questions long.
const TYPING_REMEMBERED: usize = 128;

/// The pure half: from what a member did to what is sent.
type Respond = dyn Fn(&Request, Asker, Date) -> Response + Send + Sync;

/// Whether words describe danger to life.
type DescribesDanger = dyn Fn(&str) -> bool + Send + Sync;

/// Which day it is.
type Today = dyn Fn() -> Date + Send + Sync;

/// Thinks out answers, each once.
#[derive(Clone)]
pub struct Engine {
    respond: Arc<Respond>,
    danger: Arc<DescribesDanger>,
    today: Arc<Today>,
    questions: Arc<Lane>,
    typing: Arc<Lane>,
    dangers: Arc<Semaphore>,
}

/// What waits for its like alone.
struct Lane {
    places: Semaphore,
    remembered: Remembered,
}

impl Lane {
    fn new(places: usize, remembered: usize) -> Arc<Self> {
        Arc::new(Self { places: Semaphore::new(places), remembered: Remembered::new(remembered) })
    }
}

/// A fault of our own ended the thinking; it has been told in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Broken;

impl Engine {
    /// On these functions. The first must give the same response whenever it is given the same.
    #[must_use]
    pub fn new(
        respond: impl Fn(&Request, Asker, Date) -> Response + Send + Sync + 'static,
        danger: impl Fn(&str) -> bool + Send + Sync + 'static,
        today: Arc<Today>,
    ) -> Self {
        let (questions, typing) = (Lane::new(QUESTIONS, QUESTIONS_REMEMBERED), Lane::new(TYPING, TYPING_REMEMBERED));
        let dangers = Arc::new(Semaphore::new(DANGERS));
        Self { respond: Arc::new(respond), danger: Arc::new(danger), today, questions, typing, dangers }
    }

    /// What is done about it.
    ///
    /// # Errors
    ///
    /// That the thinking failed.
    pub async fn respond(&self, request: Request, asker: Asker) -> Result<Arc<Response>, Broken> {
        let lane = if matches!(request, Request::Complete { .. }) { &self.typing } else { &self.questions };
        // A greeting is for one member, once.
        let sign = (!asker.is_first).then(|| lane.remembered.sign((&request, asker)));
        if let Some((day, response)) = sign.and_then(|sign| lane.remembered.recall(sign))
            && day == (self.today)()
        {
            return Ok(response);
        }
        let place = lane.places.acquire().await.map_err(|_| Broken)?;
        let (respond, today) = (Arc::clone(&self.respond), Arc::clone(&self.today));
        let thought = spawn_blocking(move || {
            let day = today();
            (day, respond(&request, asker, day))
        });
        let thought = thought.await;
        drop(place);
        let (day, response) = thought.map_err(|_| Broken)?;
        let response = Arc::new(response);
        if let Some(sign) = sign {
            lane.remembered.keep(sign, day, Arc::clone(&response));
        }
        Ok(response)
    }

    /// Whether a question describes danger to life, which is answered however much was asked.
    pub async fn is_emergency(&self, request: &Request) -> bool {
        let Request::Ask { question } = request else { return false };
        let (danger, question) = (Arc::clone(&self.danger), question.clone());
        let Ok(_place) = self.dangers.acquire().await else { return false };
        spawn_blocking(move || danger(&question)).await.unwrap_or(false)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::{Arc, Condvar, Mutex};

    use jiff::civil::{Date, date};

    use super::{Broken, Engine, QUESTIONS};
    use crate::discord::{Asker, Message, Place, Request, Response};

    const ASKER: Asker = Asker { language: None, place: Place::Interaction, is_first: false };

    fn a_day() -> Arc<dyn Fn() -> Date + Send + Sync> {
        Arc::new(|| date(2023, 10, 4))
    }

    fn ask(question: &str) -> Request {
        Request::Ask { question: question.to_owned() }
    }

    #[tokio::test(flavor = "current_thread")]
    async fn neither_typing_nor_danger_waits_for_a_question_however_many_there_are() {
        let gate = Arc::new((Mutex::new(false), Condvar::new()));
        let theirs = Arc::clone(&gate);
        let respond = move |request: &Request, _: Asker, _: Date| {
            if matches!(request, Request::Ask { .. }) {
                let (open, opened) = &*theirs;
                drop(opened.wait_while(open.lock().unwrap(), |open| !*open).unwrap());
            }
            Response::Say(Message::default())
        };
        let engine = Engine::new(respond, |text| text == "help", a_day());
        let asked: Vec<_> = (0..QUESTIONS * 2)
            .map(|_| {
                let engine = engine.clone();
                tokio::spawn(async move { engine.respond(ask("long"), ASKER).await })
            })
            .collect();
        assert!(engine.respond(Request::Complete { typed: String::new() }, ASKER).await.is_ok());
        assert!(engine.is_emergency(&ask("help")).await);
        let (open, opened) = &*gate;
        *open.lock().unwrap() = true;
        opened.notify_all();
        for question in asked {
            assert!(question.await.unwrap().is_ok());
        }
    }

    #[tokio::test(flavor = "current_thread")]
    async fn a_question_that_breaks_the_engine_ends_nothing_else() {
        let respond = |request: &Request, _: Asker, _: Date| if *request == ask("bad") { panic!("by design") } else { Response::Say(Message::default()) };
        let engine = Engine::new(respond, |text| text == "help", a_day());
        assert_eq!(engine.respond(ask("bad"), ASKER).await, Err(Broken));
        assert!(engine.respond(ask("good"), ASKER).await.is_ok());
        assert!(engine.is_emergency(&ask("help")).await && !engine.is_emergency(&ask("hello")).await && !engine.is_emergency(&Request::About).await);
    }

    /// The number of the thought, in the reply.
    #[tokio::test(flavor = "current_thread")]
    async fn a_question_is_thought_about_once_a_day_and_a_greeting_is_never_given_again() {
        let (thoughts, day) = (AtomicUsize::new(0), Arc::new(Mutex::new(date(2023, 10, 4))));
        let respond = move |_: &Request, _: Asker, _: Date| {
            Response::Say(Message { content: thoughts.fetch_add(1, Ordering::Relaxed).to_string(), ..Message::default() })
        };
        let theirs = Arc::clone(&day);
        let engine = Engine::new(respond, |_| false, Arc::new(move || *theirs.lock().unwrap()));
        let said = async |question: &str, asker: Asker| match &*engine.respond(ask(question), asker).await.unwrap() {
            Response::Say(message) => message.content.clone(),
            other => panic!("{other:?}"),
        };
        let first = Asker { is_first: true, ..ASKER };
        assert_eq!([said("pay", ASKER).await, said("pay", ASKER).await, said("open", ASKER).await], ["0", "0", "1"]);
        assert_eq!([said("pay", first).await, said("pay", first).await, said("pay", ASKER).await], ["2", "3", "0"]);
        assert_eq!(said("pay", Asker { place: Place::Message, ..ASKER }).await, "4");
        *day.lock().unwrap() = date(2023, 10, 5);
        assert_eq!(said("pay", ASKER).await, "5");
    }
}
