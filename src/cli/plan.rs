//! `plan`: plans a day, shows how far it is on a terminal, and prints the plan.

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use super::{Failure, area, must_be_there, open_real, table};
use crate::app::App;
use crate::app::planning::{PlanOrder, Planned};
use crate::clock::Machine;
use crate::config::Plan;
use crate::domain::id::AreaId;
use crate::domain::quantity::Seconds;
use crate::planner::{Budget, Control, SearchProgress};
use crate::t;
use crate::words::{Lang, Words};

/// Progress is shown at most this often, in milliseconds.
const SHOW_EVERY: i64 = 200;

/// Plans a day and prints it.
///
/// # Errors
/// When there is no such database or area, or storage does not answer.
pub(super) async fn run(args: &Plan, out: &mut impl Write) -> Result<ExitCode, Failure> {
    must_be_there(&args.data.database)?;
    let app = open_real(&args.data.database, None).await?;
    let area = area(&app, args.area.as_deref()).await?;
    let usual = Budget::default();
    // The usual effort takes about a second.
    let budget = Budget { iterations: usual.iterations * u64::from(args.seconds), ..usual };
    let order = PlanOrder { date: args.date, seed: args.seed, budget };
    let planned = make(&app, area.id, order, Some(Seconds(i64::from(args.seconds)))).await?;
    let day = app.snapshot(area.id, args.date).await?.day;
    app.close().await;
    if args.json {
        writeln!(out, "{:#}", table::json(&day, &planned.plan))?;
    } else {
        write!(out, "{}", table::plan(words(), &day, &planned.plan))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Plans a day, showing the progress when somebody looks at a terminal; at most so long, if that is said.
pub(super) async fn make(
    app: &App,
    area: AreaId,
    order: PlanOrder,
    at_most: Option<Seconds>,
) -> Result<Planned, Failure> {
    let machine = Machine::real();
    let (started, mut shown, looking) = (machine.now(), machine.now().0, std::io::stderr().is_terminal());
    let watch = move |progress: SearchProgress| {
        let now = machine.now();
        if looking && now.0 - shown > SHOW_EVERY {
            shown = now.0;
            let line =
                t!(words(), "cli-planning", n = progress.iterations, placed = progress.placed, left = progress.left);
            eprint!("\r{line}   ");
        }
        if at_most.is_some_and(|most| now.since(started) >= most) { Control::Stop } else { Control::Continue }
    };
    let planned = app.plan_unattended(area, order, watch).await?;
    if looking {
        eprintln!();
    }
    Ok(planned)
}

/// The words of the terminal: Italian, or English where the environment asks for it.
pub(super) fn words() -> Words {
    let wanted =
        ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| std::env::var(name).ok().filter(|v| !v.is_empty()));
    Words::of(if wanted.is_some_and(|wanted| wanted.starts_with("en")) { Lang::En } else { Lang::It })
}
