//! The `danelaw` command.

fn main() -> std::process::ExitCode {
    danelaw::cli::main()
}
