//! What the bot can take, beside a bare serenity bot that always sends the same reply: replies a second, waiting times, memory, and
//! the time to start. Both are programs of their own on a small Discord of ours, on the same processors as whoever asks, and are
//! measured in turn, so that what slows one slows the other: `cargo bench --bench load`.
//!
//! With `-- --check` it fails where a goal is missed, with `-- --quick` it is sooner done and says less.

#![expect(clippy::expect_used, reason = "without its data and its bots a bench has nothing to measure")]
#![expect(clippy::print_stdout, reason = "what it measured is what it is for")]

mod bare;
mod bots;
mod goals;
mod load;
mod questions;

use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use bots::{Bot, Kind};
use goals::Table;
use load::{Asked, a_second, one_at_a_time, percentile, typing, typing_meanwhile, until_all};
use questions::Questions;

/// What the bench calls itself with, to be the bare bot.
const BARE: &str = "bare";

/// So many ask at once.
const AT_ONCE: usize = 16;

/// So many questions come over and over.
const FAMILIAR: usize = 1000;

/// Memory that counts as not growing, in megabytes: what comes and goes.
const GROWTH: f64 = 1.0;

/// How much is measured.
#[derive(Clone, Copy)]
struct Extent {
    /// Times that each bot is measured, in turn.
    rounds: usize,
    /// Questions in each, where many ask at once.
    many: usize,
    /// Questions in each, one at a time.
    alone: usize,
    /// Starts.
    starts: usize,
    /// Questions after which the memory is looked at.
    memory: [usize; 2],
}

const WHOLE: Extent = Extent { rounds: 7, many: 5000, alone: 1000, starts: 7, memory: [10_000, 100_000] };
const QUICK: Extent = Extent { rounds: 3, many: 2000, alone: 500, starts: 3, memory: [2000, 10_000] };

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [what, api, token, size] = arguments.as_slice()
        && what == BARE
    {
        bare::run(api, token, size.parse().expect("it is a number"));
        return ExitCode::SUCCESS;
    }
    let has = |name: &str| arguments.iter().any(|argument| argument == name);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("the system lets it run");
    let table = runtime.block_on(measured(if has("--quick") { QUICK } else { WHOLE }));
    print!("{table}");
    if has("--check") && !table.is_good() { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

async fn measured(extent: Extent) -> Table {
    let questions = Questions::read();
    let cache = tempfile::tempdir().expect("there is a place for it");
    let mut table = Table::default();
    starts(extent, cache.path(), &mut table).await;
    let ours = Bot::start(Kind::Ours, cache.path()).await;
    table.at_most("memory when ready", megabytes(&ours), "MB", 45.0);
    let bare = Bot::start(Kind::Bare(usual_size(&ours, &questions).await), cache.path()).await;
    let mut bots = Bots { ours, bare, questions: &questions, asked: FAMILIAR };
    bots.one_at_a_time(extent, &mut table).await;
    bots.typing(extent, &mut table).await;
    bots.many_new(extent, &mut table).await;
    bots.many_familiar(extent, &mut table).await;
    bots.memory(extent, &mut table).await;
    table
}

/// How long it takes to start, with a cache.
async fn starts(extent: Extent, cache: &Path, table: &mut Table) {
    drop(Bot::start(Kind::Ours, cache).await);
    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    for _ in 0..extent.starts {
        ours.push(Bot::start(Kind::Ours, cache).await.started_in);
        bare.push(Bot::start(Kind::Bare(1000), cache).await.started_in);
    }
    table.beside("start to ready, p50", milliseconds(&ours, 50), milliseconds(&bare, 50), "ms");
    table.at_most("start to ready, slowest", milliseconds(&ours, 100), "ms", 1000.0);
}

/// Characters of a usual reply.
async fn usual_size(bot: &Bot, questions: &Questions) -> usize {
    const SOME: usize = 100;
    let member = bot.discord.member("curious");
    let mut size = 0;
    for number in 0..SOME {
        let question = serde_json::json!({"question": questions.asked(number)});
        size += member.slash("ask", question).await.expect("every question is answered").body.to_string().len();
    }
    size / SOME
}

struct Bots<'q> {
    ours: Bot,
    bare: Bot,
    questions: &'q Questions,
    /// So many questions were asked: all below this number, which begins above the familiar ones.
    asked: usize,
}

impl<'q> Bots<'q> {
    fn unasked(&mut self, count: usize) -> Asked<'q> {
        let asked = Asked { questions: self.questions, from: self.asked, distinct: count };
        self.asked += count;
        assert!(self.asked <= self.questions.count(), "there are no more new questions");
        asked
    }

    const fn familiar(&self) -> Asked<'q> {
        Asked { questions: self.questions, from: 0, distinct: FAMILIAR }
    }

    async fn one_at_a_time(&mut self, extent: Extent, table: &mut Table) {
        until_all(&self.ours.discord, self.familiar(), FAMILIAR, AT_ONCE).await;
        for is_new in [true, false] {
            let (mut ours, mut bare) = (Vec::new(), Vec::new());
            for round in 0..=extent.rounds {
                let asked = if is_new { self.unasked(extent.alone) } else { self.familiar() };
                let theirs = one_at_a_time(&self.bare.discord, asked, extent.alone).await;
                let times = one_at_a_time(&self.ours.discord, asked, extent.alone).await;
                // The first one warms up.
                if round > 0 {
                    ours.extend(times);
                    bare.extend(theirs);
                }
            }
            let which = if is_new { "all new" } else { "a thousand over and over" };
            for (of_a_hundred, most) in [(50, None), (99, Some(2.0))] {
                let times = (milliseconds(&ours, of_a_hundred), milliseconds(&bare, of_a_hundred));
                table.times(&format!("one at a time, {which}, p{of_a_hundred}"), times.0, times.1, "ms", most);
            }
        }
    }

    async fn typing(&mut self, extent: Extent, table: &mut Table) {
        let count = extent.alone * extent.rounds;
        let alone = typing(&self.ours.discord, self.questions, 0, count).await;
        self.ours.discord.forget();
        let new = self.unasked(extent.many);
        let meanwhile = typing_meanwhile(&self.ours.discord, new, AT_ONCE, count / 4).await;
        table.plain("autocomplete, p50", milliseconds(&alone, 50), "ms");
        table.at_most("autocomplete, p99", milliseconds(&alone, 99), "ms", 3.0);
        table.plain("autocomplete beside 16 in flight, p50", milliseconds(&meanwhile, 50), "ms");
        table.plain("autocomplete beside 16 in flight, p99", milliseconds(&meanwhile, 99), "ms");
    }

    async fn many_new(&mut self, extent: Extent, table: &mut Table) {
        let mut rates = Vec::new();
        for _ in 0..extent.rounds {
            let asked = self.unasked(extent.many);
            rates.push(self.in_turn(asked, extent).await);
        }
        table.rates("16 in flight, all new", rates, 0.5);
    }

    async fn many_familiar(&mut self, extent: Extent, table: &mut Table) {
        let mut rates = Vec::new();
        until_all(&self.ours.discord, self.familiar(), FAMILIAR, AT_ONCE).await;
        for _ in 0..extent.rounds {
            rates.push(self.in_turn(self.familiar(), extent).await);
        }
        table.rates("16 in flight, a thousand over and over", rates, 0.85);
    }

    /// Replies a second, ours and the bare one's. Ours is asked between two halves of the other's questions.
    async fn in_turn(&self, asked: Asked<'_>, extent: Extent) -> (f64, f64) {
        let before = a_second(&self.bare.discord, asked, extent.many / 2, AT_ONCE).await;
        let ours = a_second(&self.ours.discord, asked, extent.many, AT_ONCE).await;
        let after = a_second(&self.bare.discord, asked, extent.many / 2, AT_ONCE).await;
        (ours, f64::midpoint(before, after))
    }

    /// Resident memory after so many new questions since the start, and half way between.
    async fn memory(&mut self, extent: Extent, table: &mut Table) {
        // Those before were new as well, or a few thousand familiar ones.
        let [first, last] = extent.memory;
        let mut seen = Vec::new();
        for until in [first, usize::midpoint(first, last), last] {
            while self.asked < until {
                let count = extent.many.min(until - self.asked);
                let asked = self.unasked(count);
                until_all(&self.ours.discord, asked, count, AT_ONCE).await;
            }
            let now = megabytes(&self.ours);
            table.at_most(&format!("memory after {until} questions"), now, "MB", 45.0);
            seen.push(now);
        }
        let growth = seen.last().zip(seen.first()).map_or(0.0, |(last, first)| last - first);
        table.at_most(&format!("growth from {first} questions on"), growth, "MB", GROWTH);
    }
}

fn milliseconds(times: &[Duration], of_a_hundred: usize) -> f64 {
    percentile(times, of_a_hundred).as_secs_f64() * 1000.0
}

#[expect(clippy::cast_precision_loss, reason = "there is not that much memory")]
fn megabytes(bot: &Bot) -> f64 {
    bot.resident() as f64 / 1_048_576.0
}
