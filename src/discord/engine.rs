//! Where answers are thought out: on threads of their own, away from the sockets, so that a long question holds up neither
//! heartbeats nor other members. What is being typed waits for no question.

use std::sync::Arc;

use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use super::{Asker, Request, Response};

/// So many questions are thought about at once; more than there are processors, so that a few long ones don't stop the short ones.
pub const QUESTIONS: usize = 8;

/// The same for what is being typed.
pub const TYPING: usize = 4;

/// The same for the question whether someone over the limit is in danger: a flood of one must not wait behind questions, nor they behind it.
pub const DANGERS: usize = 2;

/// The pure half: from what a member did to what is sent.
type Respond = dyn Fn(&Request, Asker) -> Response + Send + Sync;

/// Whether words describe danger to life.
type DescribesDanger = dyn Fn(&str) -> bool + Send + Sync;

/// Thinks out answers.
#[derive(Clone)]
pub struct Engine {
    respond: Arc<Respond>,
    danger: Arc<DescribesDanger>,
    questions: Arc<Semaphore>,
    typing: Arc<Semaphore>,
    dangers: Arc<Semaphore>,
}

/// A fault of our own ended the thinking; it has been told in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Broken;

impl Engine {
    /// On these two functions.
    #[must_use]
    pub fn new(respond: impl Fn(&Request, Asker) -> Response + Send + Sync + 'static, danger: impl Fn(&str) -> bool + Send + Sync + 'static) -> Self {
        let places = |count| Arc::new(Semaphore::new(count));
        Self { respond: Arc::new(respond), danger: Arc::new(danger), questions: places(QUESTIONS), typing: places(TYPING), dangers: places(DANGERS) }
    }

    /// What is done about it.
    ///
    /// # Errors
    ///
    /// That the thinking failed.
    pub async fn respond(&self, request: Request, asker: Asker) -> Result<Response, Broken> {
        let lane = if matches!(request, Request::Complete { .. }) { &self.typing } else { &self.questions };
        let place = lane.acquire().await.map_err(|_| Broken)?;
        let respond = Arc::clone(&self.respond);
        let thought = spawn_blocking(move || respond(&request, asker)).await;
        drop(place);
        thought.map_err(|_| Broken)
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
    use std::sync::{Arc, Condvar, Mutex};

    use super::{Broken, Engine, QUESTIONS};
    use crate::discord::{Asker, Message, Place, Request, Response};

    const ASKER: Asker = Asker { language: None, place: Place::Interaction, is_first: false };

    fn ask(question: &str) -> Request {
        Request::Ask { question: question.to_owned() }
    }

    #[tokio::test(flavor = "current_thread")]
    async fn neither_typing_nor_danger_waits_for_a_question_however_many_there_are() {
        let gate = Arc::new((Mutex::new(false), Condvar::new()));
        let theirs = Arc::clone(&gate);
        let respond = move |request: &Request, _: Asker| {
            if matches!(request, Request::Ask { .. }) {
                let (open, opened) = &*theirs;
                drop(opened.wait_while(open.lock().unwrap(), |open| !*open).unwrap());
            }
            Response::Say(Message::default())
        };
        let engine = Engine::new(respond, |text| text == "help");
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
        let engine =
            Engine::new(|request, _| if *request == ask("bad") { panic!("by design") } else { Response::Say(Message::default()) }, |text| text == "help");
        assert_eq!(engine.respond(ask("bad"), ASKER).await, Err(Broken));
        assert!(engine.respond(ask("good"), ASKER).await.is_ok());
        assert!(engine.is_emergency(&ask("help")).await && !engine.is_emergency(&ask("hello")).await && !engine.is_emergency(&Request::About).await);
    }
}
