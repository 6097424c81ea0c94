//! The command `strikebot`. Everything is in the library, so that tests reach it.

fn main() -> std::process::ExitCode {
    strikebot::cli::run()
}
