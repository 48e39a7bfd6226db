//! The program: reads the command line and joins the modules.

use clap::Parser;
use girofresco::cli;
use girofresco::config::CommandLine;
use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    let line = CommandLine::parse();
    match cli::run(line).await {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("girofresco: {failure}");
            ExitCode::FAILURE
        }
    }
}
