//! The program: see [`girofresco::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    girofresco::cli::main()
}
