//! How evenly food is shared out: what everybody in the network reads, and what a plan says of itself.

use crate::support;
use crate::support::world::{DAY, World, world};
use axum::http::StatusCode;
use girofresco::app::Refusal;
use girofresco::app::check_in::{CheckIn, CheckLine};
use girofresco::app::planning::{Assembly, Control, PlanOrder, Tier};
use girofresco::app::stop::StopReport;
use girofresco::domain::food::{Category, StorageClass};
use girofresco::domain::policy::{Evenness, Weights};
use girofresco::domain::quantity::{Decidegrees, Grams, Seconds};
use girofresco::planner::Budget;

const PLAN: &str = "/coordinator/plan?date=2026-11-26";
const EVERYBODY: [&str; 4] = ["donor", "driver", "point", "coordinator"];

/// The morning after a day on which one of the two points took all of the food: 12 kg of bread, 16 of dairy, 24 of cheese.
async fn morning_after(fresh: support::Fresh) -> World {
    let world = world(fresh).await;
    let (driver, point) = (world.actor("driver").clone(), world.actor("point").clone());
    for stop in &world.stops {
        world.app.complete_stop(&driver, world.act(), *stop, StopReport::default()).await.unwrap();
    }
    let mut check = CheckIn::default();
    check.temperatures[StorageClass::Chilled] = Some(Decidegrees(38));
    check.lines = world
        .lots
        .iter()
        .map(|lot| CheckLine { lot: lot.id, from: None, crates: lot.crates, verdict: Ok(()) })
        .collect();
    world.set(9, 0);
    world.app.check_in(&point, world.act(), world.point, check).await.unwrap();
    world.app.machine().clock.set(world.at(9, 0) + Seconds(24 * 3600));
    world
}

async fn page(world: &World, who: &str, path: &str) -> String {
    let answer = world.get(who, path).await;
    assert_eq!(answer.status, StatusCode::OK, "{path} as {who}");
    answer.body
}

#[track_caller]
fn says(page: &str, words: &[&str]) {
    for words in words {
        assert!(page.contains(words), "\"{words}\" is not in: {page}");
    }
}

#[tokio::test]
async fn everybody_reads_who_had_how_much_and_what_the_share_is() {
    for fresh in support::both().await {
        let world = morning_after(fresh).await;
        for who in EVERYBODY {
            let page = page(&world, who, "/fairness").await;
            says(&page, &["Equità fra i punti", "28 giorni", "Come si sceglie oggi", "fino a ieri sera"]);
            // 52 kg for 120 persons, all of it for 60 of them.
            says(&page, &["0 g, mancano 433 g", "866 g, 433 g in più", "obiettivo 433 g"]);
            says(&page, &["Latte e ricotta, a persona", "266 g, 133 g in più"]);
            let (first, last) = (page.find("Parrocchia Prova"), page.find("Punto Prova"));
            assert!(first < last, "the point that misses most stands first");
            for private in ["60 persone", "20 famiglie", "families"] {
                assert!(!page.contains(private), "{private}");
            }
        }
    }
}

#[tokio::test]
async fn what_a_point_does_not_take_counts_neither_for_it_nor_against_it() {
    let world = morning_after(support::sqlite().await).await;
    let boss = world.actor("coordinator").clone();
    let mut parish = world.app.today(&boss).await.unwrap().sites[&world.other_point].clone();
    parish.refused = std::iter::once(Category::Cheese).collect();
    world.app.save_site(&boss, parish).await.unwrap();
    let page = page(&world, "point", "/fairness").await;
    // 28 kg of bread and dairy for 120 persons, and 24 kg of cheese for the 60 of the one point that takes it.
    says(&page, &["0 g, mancano 233 g", "866 g, 233 g in più", "400 g, in pari"]);
}

#[tokio::test]
async fn before_anything_came_the_page_says_so_and_nobody_else_gets_in() {
    let world = world(support::sqlite().await).await;
    says(&page(&world, "driver", "/fairness").await, &["non è arrivato niente ai punti", "Come si sceglie oggi"]);
    assert_eq!(world.get("", "/fairness").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn the_screens_where_shares_matter_lead_to_the_page() {
    let world = morning_after(support::sqlite().await).await;
    for (who, path) in
        [("donor", "/donor/history"), ("driver", "/driver/shifts"), ("point", "/point/history"), ("coordinator", PLAN)]
    {
        says(&page(&world, who, path).await, &["href=\"/fairness\""]);
    }
}

#[tokio::test]
async fn a_plan_says_how_much_of_the_fairest_use_it_reaches() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        let boss = world.actor("coordinator").clone();
        let proposal = format!("/coordinator/proposal?date={DAY}");
        let order = PlanOrder { budget: Budget::of(200), ..PlanOrder::usual(DAY) };
        let planned = world.app.plan_day(&boss, order, |_| Control::Continue).await.unwrap();
        let reached = planned.plan.fairest.expect("a figure");
        assert!((1..=100).contains(&reached), "{reached}");
        let said = format!("Equità: {reached} % (100 %");
        for path in [PLAN, &proposal] {
            says(&page(&world, "coordinator", path).await, &[&said]);
        }
        let today = "Il piano di oggi raggiunge";
        assert!(!page(&world, "point", "/fairness").await.contains(today), "a draft is not what people go by");
        world.app.publish_plan(&boss, world.act(), planned.id).await.unwrap();
        says(&page(&world, "point", "/fairness").await, &[today, &format!("{reached} % dell'uso più equo possibile")]);
        let put_in = world.app.plan_again(&boss, DAY, Tier::Insert).await.unwrap();
        assert_eq!(put_in.plan.fairest, None, "the bound holds up nobody who waits for an answer");
        assert!(!page(&world, "coordinator", &proposal).await.contains("dell'uso più equo"));
        let searched = world.app.plan_again(&boss, DAY, Tier::Search).await.unwrap();
        assert!(searched.plan.fairest.is_some());
    }
}

#[tokio::test]
async fn a_plan_that_carries_nothing_reaches_nothing() {
    let world = world(support::sqlite().await).await;
    let boss = world.actor("coordinator").clone();
    let shift = world.app.shifts(&boss, DAY, DAY).await.unwrap()[0].id;
    world.app.cannot_come(&boss, shift).await.unwrap();
    let order = PlanOrder { budget: Budget::of(100), ..PlanOrder::usual(DAY) };
    let planned = world.app.plan_day(&boss, order, |_| Control::Continue).await.unwrap();
    assert_eq!(planned.plan.fairest, Some(0));
}

#[tokio::test]
async fn the_weights_are_set_after_seeing_what_they_would_have_made_of_the_last_week() {
    for fresh in support::both().await {
        let world = morning_after(fresh).await;
        let boss = world.actor("coordinator").clone();
        let form = page(&world, "coordinator", "/coordinator/policy").await;
        says(&form, &["name=\"person\"", "value=\"30\"", "Guarda che cosa cambia"]);
        let asked = "evenness=more&person=20&kilometre=45";
        let curve = page(&world, "coordinator", &format!("/coordinator/policy/try?{asked}")).await;
        says(&curve, &["Dal gio 26/11 al gio 26/11", "Pochissimo", "Moltissimo", "in uso", "scelta", "52,0 kg"]);
        assert_eq!(world.app.weights(&boss).await.unwrap(), Weights::default(), "nothing counts before it is saved");
        let fields = [("evenness", "more"), ("person", "20"), ("kilometre", "45")];
        let saved = world.post("coordinator", "/coordinator/policy", &fields).await;
        assert_eq!(saved.location.as_deref(), Some("/coordinator/policy?saved=1"));
        let weights = Weights { person: Seconds(1200), kilometre: Seconds(45), evenness: Evenness::More };
        assert_eq!(world.app.weights(&boss).await.unwrap(), weights);
        let policy = Assembly::of(&world.app.snapshot(world.area, DAY).await.unwrap()).problem.policy;
        assert_eq!((policy.person, policy.kilometre, policy.unfair_unit), (1200, 45, 12_500));
    }
}

#[tokio::test]
async fn the_last_week_is_planned_again_from_its_mornings() {
    let world = morning_after(support::sqlite().await).await;
    let boss = world.actor("coordinator").clone();
    let trade_off = world.app.trade_off(&boss, Weights::default()).await.unwrap();
    assert_eq!(trade_off.days, [DAY]);
    assert_eq!(trade_off.settings.len(), Evenness::ALL.len());
    for setting in &trade_off.settings {
        assert_eq!(setting.saved, Grams(52_000), "all of the food, whatever became of it on the day");
        assert!(setting.metres.0 > 0 && (1..=100).contains(&setting.reached), "{setting:?}");
    }
    let (least, most) = (trade_off.settings[0], trade_off.settings[Evenness::ALL.len() - 1]);
    assert!(least.reached <= most.reached && least.metres <= most.metres, "{least:?} {most:?}");
    assert_eq!(
        trade_off,
        world.app.trade_off(&boss, Weights::default()).await.unwrap(),
        "the same week, the same curve"
    );
}

#[tokio::test]
async fn weights_that_cannot_be_are_refused_and_only_a_coordinator_sets_them() {
    let world = world(support::sqlite().await).await;
    let no_week = page(&world, "coordinator", "/coordinator/policy/try?evenness=less&person=30&kilometre=30").await;
    says(&no_week, &["non c'è niente da pianificare di nuovo"]);
    for fields in [
        [("evenness", "usual"), ("person", "481"), ("kilometre", "30")],
        [("evenness", "usual"), ("person", "30"), ("kilometre", "-1")],
        [("evenness", "perfect"), ("person", "30"), ("kilometre", "30")],
    ] {
        let refused = world.post("coordinator", "/coordinator/policy", &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
    }
    let driver = world.actor("driver").clone();
    assert!(matches!(world.app.set_weights(&driver, Weights::default()).await, Err(Refusal::NotAllowed)));
    assert!(matches!(world.app.trade_off(&driver, Weights::default()).await, Err(Refusal::NotAllowed)));
}
