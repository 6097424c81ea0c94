//! Ends the bot when it is told to, whatever it is doing. The signals are heard on a thread of its own, and the end has a deadline:
//! a library that waits for ever, or keeps a thread busy for ever, does not keep the process alive.

use std::sync::mpsc;
use std::time::Duration;
use std::{io, process, thread};

use tokio::runtime::Builder;
use tokio::sync::watch;
use tokio::time::sleep;

/// The process is gone this long after the first signal, whatever happens; those who sent it wait five seconds.
const DEADLINE: Duration = Duration::from_millis(4700);

/// Whether the bot is to stop.
#[derive(Debug, Clone)]
pub struct Stop(watch::Receiver<bool>);

impl Stop {
    /// Listens from now on.
    ///
    /// # Errors
    ///
    /// That the system lets nobody listen.
    pub fn listen() -> io::Result<Self> {
        let (told, stop) = watch::channel(false);
        let (ready, started) = mpsc::channel();
        thread::Builder::new().name("stop".to_owned()).spawn(move || {
            let runtime = match Builder::new_current_thread().enable_all().build() {
                Ok(runtime) => runtime,
                Err(error) => return drop(ready.send(Err(error))),
            };
            runtime.block_on(async {
                let mut signals = match Signals::listen() {
                    Ok(signals) => signals,
                    Err(error) => return drop(ready.send(Err(error))),
                };
                let _ = ready.send(Ok(()));
                signals.heard().await;
                let _ = told.send(true);
                tokio::select! {
                    () = sleep(DEADLINE) => tracing::warn!("stopped before everything was finished"),
                    // Whoever asks twice does not want to wait.
                    () = signals.heard() => (),
                }
                process::exit(0);
            });
        })?;
        started.recv().unwrap_or_else(|_| Err(io::Error::other("the thread that listens for signals ended")))?;
        Ok(Self(stop))
    }

    /// Waits until the bot is to stop.
    pub async fn wait(&self) {
        if self.0.clone().wait_for(|stop| *stop).await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

#[cfg(unix)]
struct Signals {
    terminate: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn listen() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    async fn heard(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => (),
            _ = self.interrupt.recv() => (),
        }
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    #[expect(clippy::unnecessary_wraps, reason = "elsewhere it can fail")]
    fn listen() -> io::Result<Self> {
        Ok(Self)
    }

    async fn heard(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
