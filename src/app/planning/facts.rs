//! A fact has changed that a published plan was made on: whoever changed it, and by whatever way, a plan that can be done
//! is proposed beside it, once for what is wrong. So it is where crates wait and there is a shift that the plan does not use.

use super::search::Request;
use super::verify::is_at_a_closed_door;
use super::{Control, Tier};
use crate::app::alarm::Alarm;
use crate::app::day::Day;
use crate::app::day::alarms::of_plan;
use crate::app::vacant::Crews;
use crate::app::{App, Conflict, Refusal, Result};
use crate::domain::id::{AreaId, PlanId};
use crate::domain::quantity::Crates;
use crate::domain::round::Shift;
use crate::store::Db;
use jiff::civil::Date;

/// A plan that people go by and that cannot be done.
struct Broken {
    date: Date,
    plan: PlanId,
    /// What is wrong, as text that is the same for the same faults.
    faults: String,
    /// How many crates wait without a round, where that is all: then only a plan that takes more of them is worth a word.
    waiting: Option<Crates>,
}

impl App {
    /// Looks an area over at once, in the background: somebody changed what plans and notices depend on. What fails is made
    /// up for within a minute.
    pub fn look_again(&self, area: AreaId) {
        let app = self.clone();
        tokio::spawn(async move {
            let looked = async {
                app.seek_for_gone(area).await?;
                app.look_over(area).await?;
                app.propose_where_broken(area).await
            };
            if let Err(error) = looked.await {
                tracing::warn!(%error, %area, "an area could not be looked over after a change");
            }
        });
    }

    /// Proposes a new plan for today and each day ahead whose published plan cannot be done any more. Returns how many.
    ///
    /// # Errors
    /// When the planner breaks, or storage does not answer.
    pub async fn propose_where_broken(&self, area: AreaId) -> Result<usize> {
        let broken = self.broken_plans(area).await?;
        let mut proposed = 0;
        for Broken { date, plan, faults, waiting } in broken {
            let claimed = self.store.write(area, move |tx| {
                Box::pin(async move { Ok::<_, Refusal>(tx.claim_broken_plan(plan, &faults).await?) })
            });
            if !claimed.await? {
                continue;
            }
            // What is wrong is mended at once; whoever looks at it can search for something better.
            let request = Request::Again { date, tier: Tier::Insert, offers: false };
            match self.make_plan(area, None, request, |_| Control::Continue).await {
                Ok(planned) => {
                    let left: Crates = planned.plan.left.iter().map(|left| left.crates).sum();
                    if waiting.is_some_and(|waiting| left >= waiting) {
                        self.store
                            .write(area, move |tx| {
                                Box::pin(async move { Ok::<_, Refusal>(tx.drop_draft(date).await?) })
                            })
                            .await?;
                    } else {
                        proposed += 1;
                    }
                }
                // Whoever is planning the day knows what is wrong.
                Err(Refusal::Conflict(Conflict::BeingPlanned)) => {}
                Err(refusal) => return Err(refusal),
            }
        }
        Ok(proposed)
    }

    async fn broken_plans(&self, area: AreaId) -> Result<Vec<Broken>> {
        let mut reader = self.store.reader(area).await?;
        let mut db = reader.db();
        let now = self.now();
        let today = db.area().await?.zone.date(now);
        let crews = Crews::read(&mut db, now).await?;
        let mut broken = Vec::new();
        for date in db.published_days(today).await? {
            let day = Day::read(&mut db, date, now).await?;
            let mut faults: Vec<String> = of_plan(&day, &crews).iter().filter_map(named).collect();
            let (waiting, idle) = idle(&day, &crews);
            let waiting = Some(waiting).filter(|waiting| *waiting > Crates::ZERO && faults.is_empty());
            if waiting.is_some() {
                faults.extend(idle);
            }
            faults.sort();
            if let (Some(plan), false) = (day.plan.as_ref().map(|plan| plan.id), faults.is_empty())
                && !has_a_way_out(&mut db, &day).await?
            {
                broken.push(Broken { date, plan, faults: faults.join(" "), waiting });
            }
        }
        Ok(broken)
    }
}

/// A fault that asks for a new plan. A driver who said that they cannot come is sought first.
fn named(alarm: &Alarm) -> Option<String> {
    match alarm {
        Alarm::NoDriver { round, gone: Some(_) } => Some(format!("gone/{}", round.id)),
        Alarm::Broken { round, site, fault } => Some(format!("{fault}/{}/{site}", round.id)),
        _ => None,
    }
}

/// How many crates wait without a round, and the shifts that somebody drives and the plan does not use: added, given back or
/// taken over since, they may be what the crates wait for.
fn idle(day: &Day, crews: &Crews) -> (Crates, Vec<String>) {
    let waits = |alarm: Alarm| if let Alarm::NoPlace { crates, .. } = alarm { crates } else { Crates::ZERO };
    let waiting = day.without_place().into_iter().map(waits).sum();
    let is_used = |shift: &Shift| day.rounds.iter().any(|round| round.head.shift == shift.id);
    let drives = |shift: &&Shift| !shift.cancelled && shift.until > day.now && crews.gone(shift).is_none();
    let idle = day.shifts.iter().filter(drives).filter(|shift| !is_used(shift));
    (waiting, idle.map(|shift| format!("idle/{}", shift.id)).collect())
}

/// Whether somebody has planned the day again already, and that plan can be published.
async fn has_a_way_out(db: &mut Db<'_>, day: &Day) -> Result<bool> {
    let Some(draft) = &day.draft else { return Ok(false) };
    Ok(!is_at_a_closed_door(day, &db.plan_stops(draft.id).await?))
}
