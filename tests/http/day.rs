//! The coordinator's day, alarms and plan, through the router and the real planner.

use crate::support;
use crate::support::world::{Answer, DAY, World, world};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use girofresco::app::round::Trouble;
use girofresco::app::stop::{Rest, StopException, StopReport};
use girofresco::domain::notice::News;
use girofresco::domain::quantity::Crates;
use girofresco::domain::round::{PlanState, ProblemKind, VisitOutcome};

async fn fresh() -> World {
    world(support::sqlite().await).await
}

/// What htmx asks for.
async fn part(world: &World, who: &str, path: &str) -> Answer {
    world.send(who, Request::get(path).header("hx-request", "true").body(Body::empty()).unwrap()).await
}

async fn draft(world: &World) -> String {
    let day = world.app.today(world.actor("coordinator")).await.unwrap();
    day.draft.expect("a draft").id.to_string()
}

async fn plan(world: &World) {
    let made = world.post("coordinator", "/coordinator/plan", &[("date", &DAY.to_string())]).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
}

#[tokio::test]
async fn the_day_shows_its_rounds_with_the_next_stop_on_a_map_that_has_a_name() {
    let world = fresh().await;
    let day = world.get("coordinator", "/coordinator").await;
    assert_eq!(day.status, StatusCode::OK);
    for text in ["Giro 1", "Prova driver", "Furgone Prova", "Super Prova, 08:30", "0 di 3"] {
        assert!(day.body.contains(text), "{text} in {}", day.body);
    }
    assert!(day.body.contains("role=\"img\"") && day.body.contains("Mappa dei giri: Zona Prova, giovedì 26 novembre"));
    assert!(day.body.contains("Giro 1: fatte 0 tappe di 3."), "the map says in words what it shows");
    for site in ["Super Prova, Codogno", "Discount Prova, Maleo", "Punto Prova, Codogno"] {
        assert!(day.body.contains(site), "{site}");
    }
    assert!(!day.body.contains("style="), "the content security policy forbids it");
}

#[tokio::test]
async fn the_day_follows_what_drivers_do() {
    let world = fresh().await;
    let driver = world.actor("driver").clone();
    world.set(8, 35);
    world.app.complete_stop(&driver, world.act(), world.stops[0], StopReport::default()).await.unwrap();
    let live = part(&world, "coordinator", "/coordinator/day/live").await;
    assert!(live.body.contains("1 di 3") && live.body.contains("Discount Prova, 08:"), "{}", live.body);
    assert!(live.body.contains("5 casse, "), "what the van carries");
    assert!(live.body.contains("Consegna entro le 10:05"), "the dairy has been out of its fridge since 08:35");
    assert!(!live.body.contains("<html"), "a part, not a page");
    let whole = world.get("coordinator", "/coordinator/day/live").await;
    assert_eq!(whole.location.as_deref(), Some(format!("/coordinator?date={DAY}").as_str()));
    let round = format!("/coordinator/rounds/{}", world.round);
    world.set(8, 50);
    world
        .app
        .miss_stop(&driver, world.act(), world.stops[1], VisitOutcome::Closed, "Sbarra giù".to_owned())
        .await
        .unwrap();
    let round = world.get("coordinator", &round).await;
    assert!(round.body.contains("Era chiuso") && round.body.contains("Sbarra giù"), "{}", round.body);
    assert!(
        round.body.contains(&format!("/driver/stops/{}?round={}", world.stops[2], world.round)),
        "do it for the driver"
    );
    assert!(round.body.contains(&format!("/point?site={}", world.point)), "do it for the point");
    assert!(round.body.contains("tel:0000000"), "call the driver");
    assert!(round.body.contains("*Giro 1 · giovedì 26 novembre*"), "the round as a message");
}

#[tokio::test]
async fn what_is_to_do_is_one_number_wherever_it_stands() {
    let world = fresh().await;
    let driver = world.actor("driver").clone();
    world.set(8, 35);
    let closed = (VisitOutcome::Closed, String::new());
    world.app.miss_stop(&driver, world.act(), world.stops[0], closed.0, closed.1).await.unwrap();
    world.app.tick().await.unwrap();
    let to_do = world.app.to_do(world.actor("coordinator")).await.unwrap();
    assert!(to_do > 0);
    let told = world.app.notices(world.actor("coordinator")).await.unwrap();
    assert!(told.iter().any(|notice| matches!(notice.news, News::Alarm { .. })), "it was pushed too: {told:?}");
    let number = format!("id=\"count-coordinator-alarms\">{to_do}</span>");
    let tomorrow = format!("/coordinator?date={}", DAY.tomorrow().unwrap());
    for path in ["/coordinator", &tomorrow, "/coordinator/alarms", "/coordinator/plan", "/notices"] {
        let page = world.get("coordinator", path).await.body;
        assert!(page.contains(&number), "{path}: {page}");
        assert!(page.contains("aria-label=\"Avvisi\""), "{path}: the bell does not count it again");
    }
    let notices = world.get("coordinator", "/notices").await.body;
    assert!(notices.contains("href=\"/coordinator/alarms\"") && !notices.contains("/notices/0"), "{notices}");
}

#[tokio::test]
async fn the_lists_say_what_points_get_and_which_shops_are_silent() {
    let world = fresh().await;
    let day = world.get("coordinator", "/coordinator").await;
    assert!(day.body.contains("Lascia 9 casse"), "{}", day.body);
    assert!(day.body.contains("Di strada: 4 minuti in più"), "why this point");
    assert!(day.body.contains("1 punto non riceve niente") && day.body.contains("Parrocchia Prova"));
    assert!(day.body.contains("5 casse: Pane 3, Latte e ricotta 2"), "what the shop gave");
    assert!(!day.body.contains("non ha detto niente"));
    let tomorrow = world.get("coordinator", "/coordinator?date=2026-11-27").await;
    assert!(tomorrow.body.contains("2 negozi non hanno detto niente"), "{}", tomorrow.body);
    assert!(tomorrow.body.contains("Nessuno ha ancora annunciato cibo"));
}

#[tokio::test]
async fn a_plan_is_made_looked_at_and_published_and_the_driver_sees_it() {
    let world = fresh().await;
    plan(&world).await;
    let day = world.get("coordinator", "/coordinator").await;
    assert!(day.body.contains("bozza di piano"), "the day says that a draft waits");
    let page = world.get("coordinator", &format!("/coordinator/plan?date={DAY}")).await;
    for text in ["Pubblica il piano", "salvati", "Giro 1", "Chili a persona in 28 giorni"] {
        assert!(page.body.contains(text), "{text} in {}", page.body);
    }
    let id = draft(&world).await;
    let published = world.post("coordinator", &format!("/coordinator/plans/{id}/publish"), &[]).await;
    assert_eq!(published.status, StatusCode::SEE_OTHER);
    assert!(published.op_ack.is_some());
    let next = world.get("coordinator", published.location.as_deref().unwrap()).await;
    assert!(
        next.body.contains("Piano pubblicato.") && !next.body.contains("/undo?"),
        "a published plan is not taken back"
    );
    let today = world.app.today(world.actor("coordinator")).await.unwrap();
    assert_eq!(today.plan.as_ref().map(|plan| (plan.id.to_string(), plan.state)), Some((id, PlanState::Published)));
    let driver = world.get("driver", "/driver").await;
    assert!(driver.body.contains(&world.stops[0].to_string()), "the same stop, under the same id: {}", driver.body);
    let page = world.get("coordinator", "/coordinator/plan").await;
    assert!(page.body.contains("versione 2") && page.body.contains("Ricalcola tenendo"), "{}", page.body);
}

#[tokio::test]
async fn a_day_that_is_no_planning_problem_is_nobody_s_conflict_and_can_be_planned_once_it_is_one() {
    use sqlx::{Connection, Executor};
    let fresh = support::sqlite().await;
    let mut database = sqlx::AnyConnection::connect(&fresh.address).await.unwrap();
    let world = world(fresh).await;
    let asked = [("date", &*DAY.to_string())];
    database.execute("UPDATE vehicles SET crates = 2000000").await.unwrap();
    let broken = world.post("coordinator", "/coordinator/plan", &asked).await;
    assert_eq!((broken.status, broken.op_ack), (StatusCode::INTERNAL_SERVER_ERROR, None));
    assert!(broken.body.contains("Numero dell'errore: "), "{}", broken.body);
    database.execute("UPDATE vehicles SET crates = 60").await.unwrap();
    plan(&world).await;
}

#[tokio::test]
async fn planning_again_keeps_what_is_done() {
    let world = fresh().await;
    let driver = world.actor("driver").clone();
    world.set(8, 32);
    world.app.complete_stop(&driver, world.act(), world.stops[0], StopReport::default()).await.unwrap();
    plan(&world).await;
    let id = draft(&world).await;
    world.post("coordinator", &format!("/coordinator/plans/{id}/publish"), &[]).await;
    let day = world.app.today(world.actor("coordinator")).await.unwrap();
    let first = &day.rounds[0].stops[0];
    assert_eq!((first.planned.id, first.is_open()), (world.stops[0], false));
    let ids: Vec<_> = day.rounds[0].stops.iter().map(|stop| stop.planned.id).collect();
    assert!(ids.contains(&world.stops[2]), "the way to the point goes on under its id: {ids:?}");
}

#[tokio::test]
async fn a_draft_that_knows_too_little_is_not_published_and_the_page_says_what_to_do() {
    let world = fresh().await;
    plan(&world).await;
    let id = draft(&world).await;
    let donor = world.actor("donor").clone();
    world.app.reduce_lot(&donor, world.act(), world.lots[0].id, Crates(0)).await.unwrap();
    let refused = world.post("coordinator", &format!("/coordinator/plans/{id}/publish"), &[]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.op_ack.is_some(), "the answer is final");
    assert!(
        refused.body.contains("Il piano è vecchio") && refused.body.contains("Ricalcola tenendo"),
        "{}",
        refused.body
    );
    let again = world.post("coordinator", "/coordinator/plan/drop", &[("date", &DAY.to_string())]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
    assert!(world.app.today(world.actor("coordinator")).await.unwrap().draft.is_none());
}

#[tokio::test]
async fn alarms_say_what_happened_and_offer_the_next_step() {
    let world = fresh().await;
    let quiet = world.get("coordinator", "/coordinator/alarms").await;
    assert!(quiet.body.contains("Tutto tranquillo"), "{}", quiet.body);
    let driver = world.actor("driver").clone();
    world.set(8, 32);
    let report = StopReport {
        exceptions: vec![StopException { lot: world.lots[0].id, crates: Crates(1), rest: Rest::LeftBehind }],
        ..StopReport::default()
    };
    world.app.complete_stop(&driver, world.act(), world.stops[0], report).await.unwrap();
    world.app.complete_stop(&driver, world.act(), world.stops[0], StopReport::default()).await.unwrap_err();
    let trouble = Trouble { kind: ProblemKind::Road, minutes: 0, note: "Ponte chiuso".to_owned() };
    let told = world.app.report_problem(&driver, world.act(), world.round, trouble).await.unwrap();
    world.set(10, 10);
    let alarms = world.get("coordinator", "/coordinator/alarms").await;
    for text in [
        "Cibo che nessuno ritira",
        "2 casse da ritirare, senza un giro",
        "Ponte chiuso",
        "Strada chiusa",
        "Questa tappa è già confermata.",
        "Giro in ritardo",
        "Catena del freddo",
        "Il tempo fuori dal frigo è finito alle 10:02",
    ] {
        assert!(alarms.body.contains(text), "{text} in {}", alarms.body);
    }
    assert!(alarms.body.contains(&format!("/coordinator/lots/{}", world.lots[0].id)), "open the lot");
    assert!(alarms.body.contains("tel:0000000") && alarms.body.contains("tel:0377000000"), "call driver and shop");
    let day = world.get("coordinator", "/coordinator").await;
    assert!(day.body.contains("cose chiedono attenzione"), "{}", day.body);
    let settle = format!("/coordinator/problems/{}/settle", told.op);
    assert_eq!(world.post("coordinator", &settle, &[]).await.status, StatusCode::SEE_OTHER);
    let after = world.get("coordinator", "/coordinator/alarms").await;
    assert!(!after.body.contains("Ponte chiuso"), "a settled problem is no alarm");
    assert_eq!(world.post("coordinator", &settle, &[]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_shop_is_found_by_name_or_town_to_add_a_lot() {
    let world = fresh().await;
    let all = world.get("coordinator", "/coordinator/announce").await;
    let link = format!("/donor/announce?site={}", world.other_shop);
    assert!(all.body.contains(&link) && all.body.contains("Super Prova"));
    let morrow = DAY.tomorrow().unwrap();
    let day = world.get("coordinator", &format!("/coordinator?date={morrow}")).await.body;
    let choose = format!("/coordinator/announce?date={morrow}");
    assert!(day.contains(&choose), "{day}");
    let chosen = world.get("coordinator", &choose).await.body;
    assert!(chosen.contains(&format!("{link}&amp;date={morrow}")), "the day goes along: {chosen}");
    let form = world.get("coordinator", &format!("{link}&date={morrow}")).await.body;
    assert!(form.contains("Hai cibo da donare domani?"), "{form}");
    let found = world.get("coordinator", "/coordinator/announce?name=maleo+DISC").await;
    assert!(found.body.contains(&link) && !found.body.contains("Super Prova"), "{}", found.body);
    let none = world.get("coordinator", "/coordinator/announce?name=%3Cb%3E%ff").await;
    assert_eq!(none.status, StatusCode::OK);
    assert!(none.body.contains("Nessun negozio") && !none.body.contains("<b>"));
}

#[tokio::test]
async fn the_plan_prints_each_round_on_a_sheet() {
    let world = fresh().await;
    let sheets = world.get("coordinator", &format!("/coordinator/plan/print?date={DAY}")).await;
    assert_eq!(sheets.body.matches("class=\"sheet\"").count(), 1);
    let lot = format!("<th scope=\"row\">{}</th>", world.lots[0].number);
    for text in ["Super Prova", "08:30", "Tel. 0377 000000", "Contate", "°C", "Firma", "Era chiuso", &lot] {
        assert!(sheets.body.contains(text), "{text} in {}", sheets.body);
    }
    assert!(!sheets.body.contains("#check\""), "nothing is ticked before it was done");
    let none = world.get("coordinator", "/coordinator/plan/print?date=2026-11-28").await;
    assert!(none.body.contains("Non c&#39;è ancora un piano") || none.body.contains("Non c'è ancora un piano"));
}

/// The boxes on paper that are ticked, by their words.
fn ticked(page: &str) -> Vec<&str> {
    let boxes =
        page.split("class=\"tick-box\"").skip(1).filter_map(|part| part.split("</span>").nth(1).zip(Some(part)));
    boxes
        .filter(|(_, part)| part.split("</span>").next().is_some_and(|first| first.contains("<svg")))
        .map(|(words, _)| words)
        .collect()
}

#[tokio::test]
async fn paper_ticks_what_happened_and_a_closed_shop_as_closed() {
    let world = fresh().await;
    let driver = world.actor("driver").clone();
    world.set(8, 32);
    world.app.miss_stop(&driver, world.act(), world.stops[0], VisitOutcome::Closed, String::new()).await.unwrap();
    world.set(9, 0);
    world.app.complete_stop(&driver, world.act(), world.stops[1], StopReport::default()).await.unwrap();
    let path = format!("/coordinator/rounds/{}/sheet", world.round);
    let paper = world.get("coordinator", &path).await;
    assert_eq!(ticked(&paper.body), ["Era chiuso", "Fatto"], "{}", paper.body);
    let own = world.get("driver", "/driver/sheet").await;
    assert_eq!(ticked(&own.body), ["Era chiuso", "Fatto"], "the driver prints the same sheet");
    for who in ["donor", "point", "driver"] {
        assert_eq!(world.get(who, &path).await.status, StatusCode::FORBIDDEN, "{who}");
    }
}

#[tokio::test]
async fn a_closed_shop_is_one_alarm_that_says_so() {
    let world = fresh().await;
    let driver = world.actor("driver").clone();
    world.set(8, 32);
    world.app.miss_stop(&driver, world.act(), world.stops[0], VisitOutcome::Closed, String::new()).await.unwrap();
    let alarms = world.get("coordinator", "/coordinator/alarms").await;
    assert!(alarms.body.contains("Super Prova, Codogno: Era chiuso. Il cibo è ancora lì."), "{}", alarms.body);
    assert_eq!(alarms.body.matches("class=\"alarm urgent\"").count(), 1, "one thing happened: {}", alarms.body);
    for wrong in ["Meno casse del previsto", "È arrivato dopo il piano"] {
        assert!(!alarms.body.contains(wrong), "{wrong} in {}", alarms.body);
    }
    let day = world.get("coordinator", "/coordinator").await;
    assert!(day.body.contains("1 cosa chiede attenzione"), "{}", day.body);
}

#[tokio::test]
async fn everything_that_has_no_tab_on_a_phone_is_on_one_page() {
    let world = fresh().await;
    let more = world.get("coordinator", "/coordinator/more").await;
    for path in ["sites", "fleet", "people", "trace", "closures", "clock", "limits", "policy"] {
        let link = format!("href=\"/coordinator/{path}\"");
        assert!(more.body.contains(&link), "{path} in {}", more.body);
        assert_eq!(world.get("coordinator", &format!("/coordinator/{path}")).await.status, StatusCode::OK, "{path}");
    }
    assert!(more.body.contains("href=\"/fairness\""));
}

#[tokio::test]
async fn progress_is_told_to_pages_only() {
    let world = fresh().await;
    let progress = part(&world, "coordinator", &format!("/coordinator/plan/progress?date={DAY}")).await;
    assert!(progress.body.contains("Calcolo i giri") && progress.body.contains("before=1"), "{}", progress.body);
    let over = part(&world, "coordinator", &format!("/coordinator/plan/progress?date={DAY}&before=10")).await;
    assert!(!over.body.contains("Calcolo i giri"), "it does not ask for ever");
    let by_hand = world.get("coordinator", &format!("/coordinator/plan/progress?date={DAY}")).await;
    assert_eq!(by_hand.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn only_coordinators_come_in() {
    let world = fresh().await;
    let round = format!("/coordinator/rounds/{}", world.round);
    for path in [
        "/coordinator",
        "/coordinator/alarms",
        "/coordinator/plan",
        "/coordinator/announce",
        "/coordinator/day/points",
        &round,
    ] {
        for who in ["donor", "driver", "point"] {
            assert_eq!(world.get(who, path).await.status, StatusCode::FORBIDDEN, "{who} {path}");
        }
    }
    let posts = ["/coordinator/plan", "/coordinator/plan/drop"];
    for path in posts {
        let answer = world.post("driver", path, &[("date", &DAY.to_string())]).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
    }
    assert!(world.app.today(world.actor("coordinator")).await.unwrap().draft.is_none());
}

#[tokio::test]
async fn nonsense_is_answered_and_never_breaks_anything() {
    let world = fresh().await;
    let nobody = "00000000-0000-7000-8000-000000000000";
    for (path, status) in [
        ("/coordinator?date=ieri".to_owned(), StatusCode::UNPROCESSABLE_ENTITY),
        ("/coordinator?date=2026-02-30".to_owned(), StatusCode::UNPROCESSABLE_ENTITY),
        ("/coordinator?date=9999-12-31".to_owned(), StatusCode::UNPROCESSABLE_ENTITY),
        ("/coordinator/plan?date=%00%ff".to_owned(), StatusCode::UNPROCESSABLE_ENTITY),
        ("/coordinator/rounds/7".to_owned(), StatusCode::NOT_FOUND),
        (format!("/coordinator/rounds/{nobody}"), StatusCode::NOT_FOUND),
    ] {
        assert_eq!(world.get("coordinator", &path).await.status, status, "{path}");
    }
    let day = DAY.to_string();
    for (path, fields, status) in [
        ("/coordinator/plan".to_owned(), vec![("date", "mai")], StatusCode::UNPROCESSABLE_ENTITY),
        ("/coordinator/plan".to_owned(), vec![("date", "2026-11-25")], StatusCode::UNPROCESSABLE_ENTITY),
        (
            "/coordinator/plan".to_owned(),
            vec![("date", day.as_str()), ("seed", "mela")],
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        ("/coordinator/plan/drop".to_owned(), vec![], StatusCode::UNPROCESSABLE_ENTITY),
        (format!("/coordinator/plans/{nobody}/publish"), vec![], StatusCode::NOT_FOUND),
        ("/coordinator/plans/x/publish".to_owned(), vec![], StatusCode::NOT_FOUND),
        (format!("/coordinator/problems/{nobody}/settle"), vec![], StatusCode::NOT_FOUND),
        ("/coordinator/problems/x/settle".to_owned(), vec![], StatusCode::NOT_FOUND),
    ] {
        let answer = world.post("coordinator", &path, &fields).await;
        assert_eq!(answer.status, status, "{path} {fields:?}");
    }
    let typed = world.post("coordinator", "/coordinator/plan", &[("date", &day), ("seed", "mela")]).await;
    assert!(
        typed.body.contains("value=\"mela\"") && typed.body.contains("Scrivi un numero."),
        "kept, and said at the field"
    );
    assert!(world.app.today(world.actor("coordinator")).await.unwrap().draft.is_none());
}

#[tokio::test]
async fn the_same_tap_publishes_once() {
    let world = fresh().await;
    plan(&world).await;
    let path = format!("/coordinator/plans/{}/publish", draft(&world).await);
    let op = world.act().op.to_string();
    let first = world.post("coordinator", &path, &[("op_id", &op)]).await;
    let second = world.post("coordinator", &path, &[("op_id", &op)]).await;
    assert_eq!((first.status, second.status), (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER));
    assert_eq!(first.location, second.location);
    let other = world.post("coordinator", &path, &[]).await;
    assert_eq!(other.status, StatusCode::CONFLICT);
    assert!(other.body.contains("già pubblicato"), "{}", other.body);
}
