//! How long a question takes, its ranking alone, what is offered while it is typed, and a first load, with the real knowledge: `cargo bench --bench reply`.
//!
//! The goals: a question in 150 µs on one thread, a first load in 2 s on two.

#![expect(clippy::expect_used, reason = "without its data a bench has nothing to measure")]

use std::fs;
use std::hint::black_box;
use std::path::Path;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use jiff::civil::date;
use strikebot::assistant::{Assistant, Context};
use strikebot::discord::{Asker, Place, Request, respond};
use strikebot::knowledge::{SourceFile, parse};
use strikebot::matching::Index;
use strikebot::storage::{load, read_knowledge};
use strikebot::text::{Language, split};

const CONTEXT: Context = Context { today: date(2026, 11, 24), language: None, fallback: Language::English };

fn files() -> Vec<SourceFile> {
    read_knowledge(&Path::new(env!("CARGO_MANIFEST_DIR")).join("knowledge")).expect("the knowledge is there")
}

fn assistant() -> Assistant {
    load(files(), None).expect("the knowledge has no errors").assistant
}

/// The questions of the evaluation that was used in development.
fn questions() -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/evaluation/dev.tsv");
    let text = fs::read_to_string(path).expect("the questions are there");
    text.lines().skip(1).filter_map(|line| line.split('\t').next()).map(str::to_owned).collect()
}

/// Each question in turn, so that no answer is warm from the one before.
fn a_question(criterion: &mut Criterion) {
    let assistant = assistant();
    let questions = questions();
    let mut group = criterion.benchmark_group("question");
    let mut next = questions.iter().cycle();
    group.bench_function("reply", |bencher| {
        bencher.iter_batched(|| next.next().expect("there are some"), |question| assistant.reply(black_box(question), CONTEXT), BatchSize::SmallInput);
    });
    group.throughput(Throughput::Elements(questions.len() as u64)).sample_size(20);
    group.bench_function("all of the evaluation", |bencher| {
        bencher.iter(|| questions.iter().map(|question| assistant.reply(black_box(question), CONTEXT).answers.len()).sum::<usize>());
    });
    group.finish();
}

fn a_ranking(criterion: &mut Criterion) {
    let index = Index::build(&parse(files()).knowledge.expect("the knowledge has no errors"));
    let messages: Vec<_> = questions().iter().filter_map(|question| split(question)).collect();
    let mut next = messages.iter().cycle();
    criterion.bench_function("ranking", |bencher| {
        bencher.iter_batched(|| next.next().expect("there are some"), |message| index.rank(black_box(&message.whole)), BatchSize::SmallInput);
    });
}

/// What is typed so far: nothing, a letter, unfinished words, typos; in both languages.
const TYPED: [&str; 8] = [
    "",
    "a",
    "st",
    "strike",
    "are the pharmacies open in",
    "¿están abiertas las farmacias de aq",
    "wher cna i get my perscription fill",
    "qué pasa con mi cita",
];

fn a_completion(criterion: &mut Criterion) {
    let assistant = assistant();
    let asker = Asker { language: None, place: Place::Interaction, is_first: false };
    let mut next = TYPED.iter().map(|typed| Request::Complete { typed: (*typed).to_owned() }).cycle();
    criterion.bench_function("completion", |bencher| {
        bencher.iter_batched(
            || next.next().expect("there are some"),
            |request| respond(&assistant, black_box(&request), asker, CONTEXT.today),
            BatchSize::SmallInput,
        );
    });
}

fn a_first_load(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("load");
    group.sample_size(10);
    group.bench_function("first, without a cache", |bencher| bencher.iter_batched(files, |files| load(files, None).is_ok(), BatchSize::PerIteration));
    group.finish();
}

criterion_group!(benches, a_question, a_ranking, a_completion, a_first_load);
criterion_main!(benches);
