//! What a coordinator traces and sets up, page by page.

use crate::support;
use crate::support::world::{Answer, DAY, World, world};
use axum::http::StatusCode;
use girofresco::app::check_in::{CheckIn, CheckLine};
use girofresco::app::stop::StopReport;
use girofresco::domain::food::{Category, StorageClass};
use girofresco::domain::ledger::MovementReason;
use girofresco::domain::quantity::{Crates, Decidegrees, Seconds};
use girofresco::domain::site::Site;

const BOSS: &str = "coordinator";

async fn fresh() -> World {
    world(support::sqlite().await).await
}

/// The day up to the families: bread and dairy accepted, two crates of bread given out, cheese sent back.
async fn played(world: &World) {
    let (driver, point) = (world.actor("driver").clone(), world.actor("point").clone());
    world.set(8, 20);
    let slip = world.act();
    world.app.complete_stop(&driver, slip, world.stops[0], StopReport::default()).await.unwrap();
    world.app.undo(&driver, world.act(), slip.op).await.unwrap();
    for (index, stop) in world.stops.iter().enumerate() {
        world.set(8, 30 + 10 * i8::try_from(index).unwrap());
        world.app.complete_stop(&driver, world.act(), *stop, StopReport::default()).await.unwrap();
    }
    let line = |lot: usize, crates, verdict| CheckLine {
        lot: world.lots[lot].id,
        from: None,
        crates: Crates(crates),
        verdict,
    };
    let mut check = CheckIn::default();
    check.temperatures[StorageClass::Chilled] = Some(Decidegrees(38));
    check.lines = vec![
        line(0, 3, Ok(())),
        line(1, 2, Ok(())),
        line(2, 4, Err((MovementReason::Broken, "schiacciate".to_owned()))),
    ];
    world.set(9, 0);
    world.app.check_in(&point, world.act(), world.point, check).await.unwrap();
    world.app.hand_out(&point, world.act(), world.point, vec![(world.lots[0].id, Crates(2))], (5, 14)).await.unwrap();
}

/// What a page says: its text without tags, spaces made one.
fn text(answer: &Answer) -> String {
    let main = answer.body.split("<main").nth(1).and_then(|rest| rest.split("</main>").next()).unwrap_or_default();
    let mut plain = String::new();
    let mut inside = true;
    for c in main.chars() {
        match c {
            '<' => inside = true,
            '>' => {
                inside = false;
                plain.push(' ');
            }
            c if !inside => plain.push(c),
            _ => {}
        }
    }
    plain.split_whitespace().collect::<Vec<_>>().join(" ").replace(" ,", ",").replace(" :", ":")
}

async fn page(world: &World, path: &str) -> String {
    let answer = world.get(BOSS, path).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}");
    text(&answer)
}

#[track_caller]
fn says(page: &str, words: &[&str]) {
    for words in words {
        assert!(page.contains(words), "\"{words}\" is not in: {page}");
    }
}

/// The fault that stands at a field, with what was typed in it.
#[track_caller]
fn fault(answer: &Answer, field: &str, words: &str) {
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", text(answer));
    let at = answer.body.split(&format!("id=\"{field}-error\"")).nth(1).unwrap_or_default();
    let said = at.split("</p>").next().unwrap_or_default();
    assert!(said.contains(words), "at {field}: {said}\n{}", text(answer));
    assert!(answer.body.contains(&format!("href=\"#{field}\"")), "the summary leads to {field}");
}

async fn site(world: &World, id: girofresco::domain::id::SiteId) -> Site {
    let sites = world.app.sites(world.actor(BOSS)).await.unwrap();
    sites.into_iter().find(|site| site.id == id).unwrap()
}

#[tokio::test]
async fn a_lot_is_found_by_its_number_in_one_step() {
    let world = fresh().await;
    let wanted = format!("/coordinator/lots/{}", world.lots[1].id);
    for typed in ["2", "L2", "lotto+2", "%232"] {
        let found = world.get(BOSS, &format!("/coordinator/trace?q={typed}")).await;
        assert_eq!((found.status, found.location.as_deref()), (StatusCode::SEE_OTHER, Some(&*wanted)), "{typed}");
    }
    says(&page(&world, "/coordinator/trace?q=99").await, &["Non trovo il lotto 99"]);
    says(&page(&world, "/coordinator/trace?q=zzz").await, &["Non trovo niente con queste parole"]);
    let day = page(&world, "/coordinator/trace").await;
    says(&day, &["Lotto 1, Pane", "Lotto 2, Latte e ricotta", "Lotto 3, Yogurt e formaggi", "3 dal donatore"]);
    says(&page(&world, "/coordinator/trace?date=2026-11-20").await, &["Nessun lotto in questo giorno."]);
}

#[tokio::test]
async fn lots_are_found_by_shop_and_by_the_point_that_got_them() {
    let world = fresh().await;
    let shop = page(&world, "/coordinator/trace?q=discount").await;
    says(&shop, &["Discount Prova, Maleo", "Lotto 3, Yogurt e formaggi"]);
    assert!(!shop.contains("Lotto 1"), "another shop's lot: {shop}");
    let point = format!("/coordinator/trace?site={}", world.point);
    says(&page(&world, &point).await, &["Nessun lotto qui"]);
    played(&world).await;
    let got = page(&world, &format!("{point}&date={DAY}")).await;
    says(&got, &["Lotto 1, Pane", "1 al punto", "2 alle famiglie", "Lotto 3, Yogurt e formaggi", "4 sul mezzo"]);
    says(&page(&world, &format!("{point}&date=2026-11-25")).await, &["Nessun lotto qui"]);
    says(&page(&world, "/coordinator/trace?q=prova").await, &["Quale luogo?", "Parrocchia Prova, Maleo"]);
}

#[tokio::test]
async fn a_lot_s_page_tells_all_that_happened() {
    let world = fresh().await;
    played(&world).await;
    let bread = page(&world, &format!("/coordinator/lots/{}", world.lots[0].id)).await;
    says(
        &bread,
        &["Annunciato: 3 casse, 12,0 kg", "Ritirato: 3 casse", "Annullato: 3 casse", "Annulla quello delle 08:20."],
    );
    says(&bread, &["Lasciato al punto: 3 casse", "Accettato: 3 casse", "Dato alle famiglie: 2 casse, 8,0 kg"]);
    says(&bread, &["Di strada: 4 minuti in più", "Giro 1, Furgone Prova, Prova driver".split(',').next().unwrap()]);
    let cheese = page(&world, &format!("/coordinator/lots/{}", world.lots[2].id)).await;
    says(
        &cheese,
        &["Rifiutato: 4 casse", "confezione rotta", "schiacciate", "Temperatura letta: 3,8 °C", "già passato"],
    );
    says(&cheese, &["Giro 1, Furgone Prova, Prova driver 4 casse"]);
    for path in ["/coordinator/lots/x", "/coordinator/lots/00000000-0000-7000-8000-000000000000"] {
        assert_eq!(world.get(BOSS, path).await.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn device_and_server_time_both_show_when_they_differ() {
    let world = fresh().await;
    let driver = world.actor("driver").clone();
    world.set(11, 0);
    let act = girofresco::app::Act { occurred: Some(world.at(8, 30)), ..world.act() };
    world.app.complete_stop(&driver, act, world.stops[0], StopReport::default()).await.unwrap();
    let bread = page(&world, &format!("/coordinator/lots/{}", world.lots[0].id)).await;
    says(&bread, &["08:30 Ritirato: 3 casse", "Arrivato al server: 11:00"]);
}

#[tokio::test]
async fn a_recall_names_everybody_who_held_the_lot_and_how_to_reach_them() {
    let world = fresh().await;
    played(&world).await;
    let answer = world.get(BOSS, &format!("/coordinator/recall?lot={}", world.lots[0].id)).await;
    let bread = text(&answer);
    says(
        &bread,
        &[
            "Richiamo: Lotto 1, Pane",
            "il prodotto non va distribuito",
            "1 cassa",
            "ancora da fermare",
            "già alle famiglie",
        ],
    );
    says(&bread, &["Punto Prova, Codogno", "Lotto 1, Pane: 3 casse, 12,0 kg, da 08:50. Adesso qui: 1 cassa."]);
    says(&bread, &["Famiglie di Punto Prova, Codogno", "Lotto 1, Pane: 2 casse, 8,0 kg, da 09:00"]);
    says(
        &bread,
        &["Giro 1, gio 26/11", "Furgone Prova", "Prova driver", "000 0000", "Super Prova, Codogno", "0377 000000"],
    );
    assert!(!bread.contains("Maleo"), "nobody who never held it: {bread}");
    assert!(answer.body.contains("href=\"tel:0377000000\""), "one tap calls");
    let copied = answer.body.split("data-press=\"copy\" data-text=\"").nth(1).unwrap().split('"').next().unwrap();
    says(copied, &["Famiglie di Punto Prova, Codogno", "Tel. Punto Prova 0377 000000", "Adesso qui: 1 cassa."]);
}

#[tokio::test]
async fn a_shop_s_call_recalls_a_whole_day_or_one_food_of_it() {
    let world = fresh().await;
    played(&world).await;
    let path = format!("/coordinator/recall?site={}&date={DAY}", world.shop);
    let all = page(&world, &path).await;
    says(&all, &["Tutti i prodotti", "Lotto 1, Pane", "Lotto 2, Latte e ricotta"]);
    assert!(!all.contains("Lotto 3"), "{all}");
    let dairy = page(&world, &format!("{path}&category=dairy")).await;
    says(&dairy, &["Lotto 2, Latte e ricotta: 2 casse"]);
    assert!(!dairy.contains("Lotto 1"), "{dairy}");
    assert!(!dairy.contains("Famiglie di"), "no milk reached families: {dairy}");
    let other_day = page(&world, &format!("/coordinator/recall?site={}&date=2026-11-25", world.shop)).await;
    says(&other_day, &["Nessun lotto da richiamare."]);
    for path in ["/coordinator/recall", "/coordinator/recall?lot=x", "/coordinator/recall?site=x&date=2026-11-26"] {
        assert_eq!(world.get(BOSS, path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

/// A site's form, all filled in.
fn site_fields<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let usual = [
        ("kind", "point"),
        ("name", "Emporio Nuovo"),
        ("town", "098019"),
        ("address", "Via Verdi 3"),
        ("phone", "0377 123456"),
        ("lat", "45,1612"),
        ("lon", "9,7031"),
        ("hours-mon", "8.30 – 12, 15-18"),
        ("hours-sat", "9-11"),
        ("service", "7"),
        ("families", "12"),
        ("persons", "30"),
        ("room-ambient", "40"),
        ("room-chilled", "12"),
        ("refused", "fish"),
        ("refused", "frozen"),
        ("notes", "Suonare due volte"),
        ("active", "1"),
    ];
    let kept = usual.into_iter().filter(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
    kept.chain(changes.iter().copied()).collect()
}

#[tokio::test]
async fn a_new_place_is_kept_as_it_was_typed() {
    let world = fresh().await;
    let form = world.get(BOSS, "/coordinator/sites/new?kind=point").await;
    let action = form.body.split("action=\"/coordinator/sites/").filter(|part| part.len() > 40).nth(1).unwrap();
    let id: girofresco::domain::id::SiteId = action.split('"').next().unwrap().parse().unwrap();
    let path = format!("/coordinator/sites/{id}");
    for _ in 0..2 {
        let saved = world.post(BOSS, &path, &site_fields(&[])).await;
        assert_eq!((saved.status, saved.location), (StatusCode::SEE_OTHER, Some(format!("{path}?saved=1"))));
    }
    let kept = site(&world, id).await;
    assert_eq!((kept.at.lat, kept.at.lon, kept.approximate), (45.1612, 9.7031, false));
    assert_eq!(kept.opening.to_string(), "mon 08:30-12:00 15:00-18:00; sat 09:00-11:00");
    assert_eq!((kept.service, kept.families, kept.persons), (Seconds(420), 12, 30));
    assert_eq!(kept.room[StorageClass::Ambient], Crates(40));
    assert_eq!(kept.refused.iter().collect::<Vec<_>>(), [Category::Fish, Category::Frozen]);
    assert!(!kept.code.is_empty());
    assert_eq!(world.app.sites(world.actor(BOSS)).await.unwrap().len(), 6, "sent twice, there once");
    let shown = page(&world, &format!("{path}?saved=1")).await;
    says(
        &shown,
        &["Emporio Nuovo", "Via Verdi 3, Codogno", "lun 08:30–12:00, 15:00–18:00", "sab 09:00–11:00", "7 minuti"],
    );
    says(&shown, &["12 famiglie, 30 persone", "Pesce, Surgelati", "Suonare due volte"]);
    says(&page(&world, "/coordinator/sites?q=emporio").await, &["Emporio Nuovo"]);
    assert!(!page(&world, "/coordinator/sites?q=emporio").await.contains("Super Prova"));
}

#[tokio::test]
async fn what_is_wrong_with_a_place_is_said_at_its_field() {
    let world = fresh().await;
    let path = format!("/coordinator/sites/{}", world.point);
    let before = site(&world, world.point).await;
    for (field, typed, words) in [
        ("name", "", "Serve."),
        ("town", "000000", "Non conosco questo comune."),
        ("lat", "quarantacinque", "Scrivi un numero."),
        ("lat", "95", "al massimo 90"),
        ("lon", "", "Serve."),
        ("lat", "46,5", "km dal comune"),
        ("hours-mon", "mattina", "lunedì: scrivi per esempio 8:30-12 15-18."),
        ("hours-sat", "7-8 x", "sabato: scrivi per esempio 8:30-12 15-18."),
        ("hours-sat", "12-8", "Finisce prima di cominciare."),
        ("service", "0", "almeno 1"),
        ("service", "900", "al massimo 120"),
        ("persons", "3", "almeno 12"),
        ("room-chilled", "-4", "almeno 0"),
        ("families", "tante", "Scrivi un numero."),
    ] {
        let answer = world.post(BOSS, &path, &site_fields(&[(field, typed)])).await;
        fault(&answer, field, words);
        assert!(
            answer.body.contains("Via Verdi 3") && answer.body.contains("8.30 – 12, 15-18") || field == "hours-mon"
        );
        assert!(
            typed.is_empty() || field == "town" || answer.body.contains(&format!("value=\"{typed}\"")),
            "{typed} is kept"
        );
    }
    assert_eq!(site(&world, world.point).await, before, "nothing was kept of what was wrong");
}

#[tokio::test]
async fn hours_that_no_week_can_say_are_kept_shown_and_offered_again() {
    let world = fresh().await;
    let path = format!("/coordinator/sites/{}", world.point);
    let typed = "primo e terzo mercoledì 9-11\r\nfestivi 10-12\r\nagosto chiuso";
    let saved = world.post(BOSS, &path, &site_fields(&[("hours-sat", ""), ("rules", typed)])).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    let kept = site(&world, world.point).await.opening.to_string();
    assert_eq!(kept, "Mo 08:30-12:00,15:00-18:00; We[1,3] 09:00-11:00; PH 10:00-12:00; Aug off");
    let shown = page(&world, &path).await;
    says(&shown, &["lun 08:30–12:00, 15:00–18:00", "1°, 3° mercoledì del mese 09:00–11:00", "festivi 10:00–12:00"]);
    says(&shown, &["agosto chiuso", "Le prossime quattro settimane", "mercoledì 2 dicembre", "martedì 8 dicembre"]);
    let shown = world.get(BOSS, &path).await.body;
    says(&shown, &["value=\"08:30-12:00 15:00-18:00\"", "1°, 3° mercoledì del mese 09:00–11:00\nfestivi"]);
    let wrong = world.post(BOSS, &path, &site_fields(&[("rules", "mercoledì ogni tanto")])).await;
    fault(&wrong, "rules", "primo e terzo mercoledì 9-11");
    let no_week = world.post(BOSS, &path, &site_fields(&[("rules", "ogni due settimane ven 15-17")])).await;
    fault(&no_week, "rules", "ogni 2 settimane dal 27/11/2026 ven 15-17");
}

#[tokio::test]
async fn a_point_by_appointment_opens_when_one_is_written() {
    let world = fresh().await;
    let path = format!("/coordinator/sites/{}", world.point);
    world.post(BOSS, &path, &site_fields(&[("hours-mon", ""), ("hours-sat", ""), ("rules", "su appuntamento")])).await;
    says(&page(&world, &path).await, &["Su appuntamento", "Nelle prossime quattro settimane non apre."]);
    let day = world.app.day(world.actor(BOSS), DAY).await.unwrap();
    assert!(day.opening(&day.sites[&world.point]).is_empty());

    let point = world.point.to_string();
    let asked = world.get(BOSS, &format!("/coordinator/closures?site={point}")).await.body;
    says(&asked, &[&format!("value=\"{point}\" selected"), "Ore di quei giorni"]);
    let date = DAY.to_string();
    let write = async |site: &str, hours: &str| {
        let span = [("first", date.as_str()), ("last", date.as_str())];
        let fields = [("site", site), span[0], span[1], ("hours", hours), ("note", "Famiglia nuova")];
        world.post(BOSS, "/coordinator/closures", &fields).await
    };
    fault(&write(&point, "mattina").await, "hours", "8:30-12 15-18");
    fault(&write("", "9-11").await, "site", "Scegli almeno una cosa.");
    assert_eq!(write(&point, "9-11").await.status, StatusCode::SEE_OTHER);
    let day = world.app.day(world.actor(BOSS), DAY).await.unwrap();
    let opening = day.opening(&day.sites[&world.point]);
    assert_eq!(opening.iter().map(|(from, until)| until.since(*from).0).collect::<Vec<_>>(), [2 * 3600]);
    says(&page(&world, "/coordinator/closures").await, &["Famiglia nuova", "09:00–11:00"]);
    says(&page(&world, &path).await, &["09:00–11:00"]);
    // A closure of the area leaves what was promised to one place; one of the place itself does not.
    assert_eq!(write("", "").await.status, StatusCode::SEE_OTHER);
    let day = world.app.day(world.actor(BOSS), DAY).await.unwrap();
    assert_eq!(day.opening(&day.sites[&world.point]).len(), 1);
    assert!(day.opening(&day.sites[&world.shop]).is_empty());
    assert_eq!(write(&point, "").await.status, StatusCode::SEE_OTHER);
    let day = world.app.day(world.actor(BOSS), DAY).await.unwrap();
    assert!(day.opening(&day.sites[&world.point]).is_empty());
}

#[tokio::test]
async fn a_place_without_coordinates_is_its_town_and_says_so() {
    let world = fresh().await;
    let path = format!("/coordinator/sites/{}", world.point);
    world.post(BOSS, &path, &site_fields(&[("lat", ""), ("lon", "")])).await;
    let kept = site(&world, world.point).await;
    assert!(kept.approximate && kept.at.lat == 45.16);
    says(&page(&world, "/coordinator/sites").await, &["Posizione approssimata"]);
    world.post(BOSS, &path, &site_fields(&[("lat", "45,16"), ("lon", "9,7")])).await;
    assert!(site(&world, world.point).await.approximate, "saving again does not make it exact");
    world.post(BOSS, &path, &site_fields(&[])).await;
    assert!(!site(&world, world.point).await.approximate);
}

#[tokio::test]
async fn a_vehicle_is_added_and_checked() {
    let world = fresh().await;
    let hub = world.hub.to_string();
    let path = format!("/coordinator/vehicles/{}", world.app.machine().id::<girofresco::domain::id::VehicleId>());
    let fields = |crates| {
        vec![
            ("name", "Doblò"),
            ("home", &*hub),
            ("crates", crates),
            ("kilograms", "450"),
            ("insulated", "8"),
            ("active", "1"),
        ]
    };
    fault(&world.post(BOSS, &path, &fields("0")).await, "crates", "almeno 1");
    fault(&world.post(BOSS, &path, &fields("5")).await, "insulated", "al massimo 5");
    fault(&world.post(BOSS, &path, &[("home", "x"), ("crates", "9"), ("kilograms", "9")]).await, "home", "Scegli una");
    assert_eq!(world.post(BOSS, &path, &fields("30")).await.status, StatusCode::SEE_OTHER);
    let shown = page(&world, "/coordinator/fleet").await;
    says(&shown, &["Doblò", "30 casse, 450 kg", "8 casse isotermiche"]);
    assert_eq!(world.post(BOSS, "/coordinator/vehicles/new", &fields("30")).await.status.as_u16() / 100, 4);
}

#[tokio::test]
async fn a_shift_that_overlaps_is_said_at_driver_and_vehicle() {
    let world = fresh().await;
    let van = world.app.vehicles(world.actor(BOSS)).await.unwrap()[0].id.to_string();
    let (hub, driver, other) = (
        world.hub.to_string(),
        world.actor("driver").person.to_string(),
        world.actor("other_driver").person.to_string(),
    );
    let fresh_path = || format!("/coordinator/shifts/{}", world.app.machine().id::<girofresco::domain::id::ShiftId>());
    let fields = |person, from, until, date| {
        [
            ("date", date),
            ("person", person),
            ("vehicle", &*van),
            ("from", from),
            ("until", until),
            ("start", &*hub),
            ("end", ""),
        ]
    };
    let today = "2026-11-26";
    let both = world.post(BOSS, &fresh_path(), &fields(&driver, "12:00", "15:00", today)).await;
    fault(&both, "person", "guida già in un altro turno");
    fault(&both, "vehicle", "il mezzo è già in un altro turno");
    let one = world.post(BOSS, &fresh_path(), &fields(&other, "12:00", "15:00", today)).await;
    assert!(!one.body.contains("person-error"));
    fault(&one, "vehicle", "il mezzo è già in un altro turno");
    fault(&world.post(BOSS, &fresh_path(), &fields(&driver, "15:00", "14:00", today)).await, "until", "Finisce prima");
    fault(&world.post(BOSS, &fresh_path(), &fields(&driver, "25:00", "26:00", today)).await, "from", "ora valida");
    fault(
        &world.post(BOSS, &fresh_path(), &fields(&driver, "14:00", "15:00", "2026-11-20")).await,
        "date",
        "è passata",
    );
    let donor = world.actor("donor").person.to_string();
    fault(&world.post(BOSS, &fresh_path(), &fields(&donor, "14:00", "15:00", today)).await, "person", "Scegli una");
    let night = world.post(BOSS, &fresh_path(), &fields(&driver, "20:00", "01:00", today)).await;
    assert_eq!(night.status, StatusCode::SEE_OTHER, "{}", night.body);
    let late = world.post(BOSS, &fresh_path(), &fields(&driver, "20:00", "01:00", "2026-12-03")).await;
    assert_eq!(late.status, StatusCode::SEE_OTHER, "{}", late.body);
    let fleet = page(&world, "/coordinator/fleet").await;
    says(&fleet, &["20:00–01:00 di domani"]);
    let next = world.get("driver", "/driver/shifts").await.body;
    assert!(next.contains("01:00 di domani") && next.contains("01:00 del giorno dopo"), "{next}");
    let spring = world.post(BOSS, &fresh_path(), &fields(&other, "02:30", "07:00", "2027-03-28")).await;
    fault(&spring, "from", "dalle 2 alle 3");
    let good = world.post(BOSS, &fresh_path(), &fields(&driver, "14:00", "18:00", today)).await;
    assert_eq!(good.location.as_deref(), Some("/coordinator/fleet?saved=1#day-2026-11-26"));
    says(&page(&world, "/coordinator/fleet").await, &["14:00 – 18:00".replace(' ', "").as_str()]);
}

#[tokio::test]
async fn a_shift_under_way_is_not_called_off_and_the_coordinator_is_told_on_the_list() {
    let world = fresh().await;
    let shift = world.app.shifts(&world.actor(BOSS).clone(), DAY, DAY).await.unwrap()[0].clone();
    world.post("driver", &format!("/driver/stops/{}/complete", world.stops[0]), &[]).await;
    let refused = world.post(BOSS, &format!("/coordinator/shifts/{}/cancel", shift.id), &[]).await;
    let list = refused.location.unwrap();
    says(&page(&world, list.split('#').next().unwrap()).await, &["è già partito. Senti l'autista."]);
}

#[tokio::test]
async fn a_long_shift_without_a_break_is_asked_about_and_may_be_meant() {
    let world = fresh().await;
    let boss = world.actor(BOSS).clone();
    let like = world.app.shifts(&boss, DAY, DAY).await.unwrap()[0].clone();
    let (driver, van, hub) =
        (world.actor("other_driver").person.to_string(), like.vehicle.to_string(), like.start.to_string());
    let id: girofresco::domain::id::ShiftId = world.app.machine().id();
    let path = format!("/coordinator/shifts/{id}");
    let save = async |more: &[(&str, &str)]| {
        let usual = [
            ("date", "2026-11-27"),
            ("person", &*driver),
            ("vehicle", &*van),
            ("from", "08:00"),
            ("until", "20:00"),
            ("start", &*hub),
            ("end", ""),
        ];
        world.post(BOSS, &path, &[&usual[..], more].concat()).await
    };
    fault(&save(&[]).await, "rest_minutes", "più di sei ore");
    assert_eq!(save(&[("no_rest", "1")]).await.status, StatusCode::SEE_OTHER);
    fault(
        &save(&[("rest_minutes", "30"), ("rest_from", "12:00"), ("rest_until", "12:20")]).await,
        "rest_until",
        "non ci sta",
    );
    fault(
        &save(&[("rest_minutes", "30"), ("rest_from", "06:00"), ("rest_until", "08:20")]).await,
        "rest_from",
        "non ci sta",
    );
    fault(&save(&[("rest_minutes", "30")]).await, "rest_from", "Serve.");
    fault(&save(&[("rest_from", "12:00"), ("rest_until", "14:00")]).await, "rest_minutes", "Serve.");
    let rest = [("rest_minutes", "45"), ("rest_from", "12:00"), ("rest_until", "14:00"), ("rest_empty", "1")];
    assert_eq!(save(&rest).await.status, StatusCode::SEE_OTHER);
    let kept = world.app.shift(&boss, id).await.unwrap().rest.unwrap();
    assert_eq!(kept.to_string(), "45 12:00-14:00 empty");
    let shown = world.get(BOSS, &path).await.body;
    says(&shown, &["Pausa", "value=\"45\""]);
}

#[tokio::test]
async fn a_driver_who_cannot_come_asks_for_a_new_plan() {
    let world = fresh().await;
    let boss = world.actor(BOSS).clone();
    let shift = world.app.shifts(&boss, DAY, DAY).await.unwrap()[0].clone();
    let path = format!("/coordinator/shifts/{}", shift.id);
    let cancelled = world.post(BOSS, &format!("{path}/cancel"), &[]).await;
    let next = cancelled.location.unwrap();
    assert!(next.contains("replan=2026-11-26"), "{next}");
    says(&page(&world, next.split('#').next().unwrap()).await, &["Va ricalcolato", "turno annullato", "Può di nuovo"]);
    let stand_in = girofresco::domain::round::Shift {
        id: world.app.machine().id(),
        person: world.actor("other_driver").person,
        ..shift.clone()
    };
    world.app.save_shift(&boss, stand_in).await.expect("the van is free again");
    let restored = world.post(BOSS, &format!("{path}/restore"), &[]).await;
    fault(&restored, "vehicle", "il mezzo è già in un altro turno");
    assert!(world.app.shift(&boss, shift.id).await.unwrap().cancelled);
}

#[tokio::test]
async fn yesterday_s_shifts_are_copied_once() {
    let world = fresh().await;
    let fields = [("from", "2026-11-26"), ("to", "2026-11-27")];
    let copied = world.post(BOSS, "/coordinator/shifts/copy", &fields).await;
    assert_eq!(copied.location.as_deref(), Some("/coordinator/fleet?added=1&left=0#day-2026-11-27"));
    let again = world.post(BOSS, "/coordinator/shifts/copy", &fields).await;
    assert_eq!(again.location.as_deref(), Some("/coordinator/fleet?added=0&left=1#day-2026-11-27"));
    let shown = page(&world, "/coordinator/fleet?added=0&left=1").await;
    says(&shown, &["Nessun turno copiato.", "1 turno lasciato fuori"]);
    let bad = world.post(BOSS, "/coordinator/shifts/copy", &[("from", "ieri"), ("to", "")]).await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    let boss = world.actor(BOSS).clone();
    let winter = world.app.copy_shifts(&boss, DAY, jiff::civil::date(2027, 4, 1)).await.unwrap();
    assert_eq!(winter.added, 1);
    let spring = world.app.shifts(&boss, jiff::civil::date(2027, 4, 1), jiff::civil::date(2027, 4, 1)).await.unwrap();
    assert_eq!(world.zone.local(spring[0].from).time(), jiff::civil::time(8, 0, 0, 0), "the same hour on the clock");
}

#[tokio::test]
async fn a_person_is_added_invited_and_let_in() {
    let world = fresh().await;
    let id = world.app.machine().id::<girofresco::domain::id::PersonId>();
    let (path, point) = (format!("/coordinator/people/{id}"), world.point.to_string());
    let fields =
        |role, at| [("name", "Anna Prova"), ("phone", "333 0000001"), ("language", "it"), ("active", "1"), role, at];
    fault(&world.post(BOSS, &path, &fields(("a", ""), ("b", ""))).await, "roles", "Scegli almeno un ruolo.");
    fault(&world.post(BOSS, &path, &fields(("role", "point"), ("b", ""))).await, "roles", "Scegli una");
    let shop = world.app.machine().id::<girofresco::domain::id::SiteId>().to_string();
    fault(&world.post(BOSS, &path, &fields(("role-donor", &shop), ("b", ""))).await, "roles", "Scegli una");
    let saved = world.post(BOSS, &path, &fields(("role", "driver"), ("role-point", &point))).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    says(
        &page(&world, "/coordinator/people?q=anna").await,
        &["Anna Prova", "Autista, Punto: Punto Prova, Codogno", "Nessun telefono"],
    );
    let invited = world.post(BOSS, &format!("{path}/invite"), &[]).await;
    assert_eq!(invited.status, StatusCode::OK);
    let link = invited.body.split("http://127.0.0.1:8080/enter/").nth(1).unwrap();
    let code: String = link.chars().take_while(char::is_ascii_alphanumeric).collect();
    says(
        &text(&invited),
        &["Codice per Anna Prova", &format!("{} {}", &code[..4], &code[4..]), "Vale fino alle 08:10"],
    );
    assert!(invited.body.contains("<svg") && invited.body.contains("class=\"qr\""), "the camera has something to read");
    assert!(invited.body.contains(&format!(
        "data-press=\"share\" data-text=\"Ciao Anna Prova, entra in Girofresco: http://127.0.0.1:8080/enter/{code}"
    )));
    assert_eq!(world.app.enter(&code, "iPhone Safari").await.unwrap().actor.person, id);
    says(&page(&world, &path).await, &["iPhone Safari", "ultimo uso 08:00", "Blocca questo telefono"]);
}

#[tokio::test]
async fn a_locked_phone_is_out_and_nobody_locks_themselves_out() {
    let world = fresh().await;
    let driver = world.actor("driver").clone();
    let lock = format!("/coordinator/phones/{}/revoke", driver.device.unwrap());
    for _ in 0..2 {
        let locked = world.post(BOSS, &lock, &[]).await;
        assert_eq!(locked.location, Some(format!("/coordinator/people/{}?told=locked", driver.person)));
    }
    assert_eq!(world.get("driver", "/driver").await.status, StatusCode::SEE_OTHER, "to the login");
    let shown = page(&world, &format!("/coordinator/people/{}?told=locked", driver.person)).await;
    says(&shown, &["Bloccato. Da quel telefono non si entra più.", "Bloccato 08:00"]);
    let boss = world.actor(BOSS).clone();
    let own = world.post(BOSS, &format!("/coordinator/phones/{}/revoke", boss.device.unwrap()), &[]).await;
    says(&page(&world, own.location.as_deref().unwrap()).await, &["Questo è il tuo telefono."]);
    let me = format!("/coordinator/people/{}", boss.person);
    for fields in [
        vec![("name", "Io"), ("language", "it"), ("active", "1"), ("role", "driver")],
        vec![("name", "Io"), ("language", "it"), ("role", "coordinator")],
    ] {
        fault(&world.post(BOSS, &me, &fields).await, "roles", "Non puoi togliere il coordinamento a te stesso.");
    }
    assert_eq!(world.get(BOSS, "/coordinator/people").await.status, StatusCode::OK);
}

#[tokio::test]
async fn limits_are_changed_with_their_source_and_must_make_sense() {
    let world = fresh().await;
    let table = page(&world, "/coordinator/limits").await;
    says(
        &table,
        &["I minuti sono una nostra proposta.", "responsabile dell'igiene".replace('\'', "&#39;").as_str()].map(
            |words| {
                if words.contains("&#39;") { "igiene (HACCP)" } else { words }
            },
        ),
    );
    says(
        &table,
        &["Latte e ricotta da 0 a 4 °C fino a 9 °C 60 minuti 90 minuti proposta di Girofresco", "al massimo −18 °C"],
    );
    let path = "/coordinator/limits/dairy";
    let fields = |changes: &[(&'static str, &'static str)]| {
        let usual = [
            ("coldest", "0"),
            ("warmest", "5,5"),
            ("tolerated", "8"),
            ("warn", "40"),
            ("limit", "70"),
            ("source", "ASL, marzo"),
        ];
        usual
            .map(|(name, value)| changes.iter().copied().find(|(changed, _)| *changed == name).unwrap_or((name, value)))
    };
    for (field, typed, words) in [
        ("warmest", "-3", "almeno 0"),
        ("tolerated", "4", "almeno 5"),
        ("warmest", "900", "al massimo 120"),
        ("coldest", "freddo", "Scrivi un numero."),
        ("warn", "0", "almeno 1"),
        ("limit", "30", "almeno 40"),
        ("limit", "9999", "al massimo 1440"),
        ("source", " ", "Serve."),
    ] {
        fault(&world.post(BOSS, path, &fields(&[(field, typed)])).await, field, words);
    }
    assert_eq!(world.post(BOSS, path, &fields(&[])).await.status, StatusCode::SEE_OTHER);
    let table = page(&world, "/coordinator/limits?saved=1").await;
    says(&table, &["Latte e ricotta da 0 a 5,5 °C fino a 8 °C 40 minuti 70 minuti ASL, marzo dal giovedì 26 novembre"]);
    assert_eq!(world.get(BOSS, "/coordinator/limits/stones").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_is_another_area_s_cannot_be_taken_over() {
    let (ours, theirs) = (fresh().await, fresh().await);
    let area = ours.app.machine().id::<girofresco::domain::id::AreaId>();
    let zone = ours.zone.clone();
    let (site, person) =
        (site(&theirs, theirs.point).await, theirs.app.people(theirs.actor(BOSS)).await.unwrap().0.remove(0));
    let vehicle = theirs.app.vehicles(theirs.actor(BOSS)).await.unwrap().remove(0);
    let foreign = |id: uuid::Uuid| id;
    let (site_id, person_id, vehicle_id) =
        (foreign(ours.app.machine().id()), foreign(ours.app.machine().id()), foreign(ours.app.machine().id()));
    let there = girofresco::domain::site::Site { id: site_id.into(), ..site };
    let someone = girofresco::domain::people::Person { id: person_id.into(), grants: Vec::new(), ..person };
    let car = girofresco::domain::site::Vehicle { id: vehicle_id.into(), home: there.id, ..vehicle };
    let new = girofresco::store::NewArea { id: area, name: "Altra zona".to_owned(), zone, demo: false };
    let town = girofresco::domain::site::TownShape {
        town: girofresco::domain::site::Town {
            code: "098019".to_owned(),
            name: "Codogno".to_owned(),
            at: girofresco::domain::site::LatLon { lat: 45.16, lon: 9.70 },
        },
        rings: Vec::new(),
    };
    ours.store
        .write_new(new, move |tx| {
            Box::pin(async move {
                tx.save_town(&town).await?;
                tx.save_site(&there).await?;
                tx.save_person(&someone).await?;
                tx.save_vehicle(&car).await?;
                Ok::<_, girofresco::app::Refusal>(())
            })
        })
        .await
        .unwrap();
    let hub = ours.hub.to_string();
    let car = [("name", "Mio"), ("home", &*hub), ("crates", "9"), ("kilograms", "90"), ("active", "1")];
    let me = [("name", "Io"), ("language", "it"), ("active", "1"), ("role", "coordinator")];
    let sent = [
        (format!("/coordinator/sites/{site_id}"), site_fields(&[])),
        (format!("/coordinator/vehicles/{vehicle_id}"), car.to_vec()),
        (format!("/coordinator/people/{person_id}"), me.to_vec()),
    ];
    for (path, fields) in sent {
        assert_eq!(ours.get(BOSS, &path).await.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(ours.post(BOSS, &path, &fields).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(
        ours.post(BOSS, &format!("/coordinator/people/{person_id}/invite"), &[]).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn everything_reads_in_english_too() {
    let world = fresh().await;
    played(&world).await;
    for path in [
        "/coordinator/trace".to_owned(),
        format!("/coordinator/lots/{}", world.lots[2].id),
        format!("/coordinator/recall?lot={}", world.lots[0].id),
        "/coordinator/sites".to_owned(),
        format!("/coordinator/sites/{}", world.point),
        "/coordinator/fleet".to_owned(),
        "/coordinator/shifts/new".to_owned(),
        "/coordinator/people/new".to_owned(),
        "/coordinator/limits".to_owned(),
    ] {
        let request = axum::http::Request::get(&path).header("accept-language", "en").body(axum::body::Body::empty());
        let answer = world.send(BOSS, request.unwrap()).await;
        assert!(answer.body.contains("<html lang=\"en\""), "{path}");
        for italian in ["Nuovo", "Salva", "Cerca", "Richiam", "Annunciato", "Telefono"] {
            assert!(!text(&answer).contains(italian), "{path} says {italian}: {}", text(&answer));
        }
    }
}
